"""The hall: the page that devices carry along, and the addresses they talk to."""
