"""The ways out of the house and back: e-mail, FAX by e-mail, LINE. Only they speak to other machines."""
