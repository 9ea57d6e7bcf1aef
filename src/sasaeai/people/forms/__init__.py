"""Forms of the register."""

from sasaeai.people.forms.organizations import (
    EditOrganizationForm,
    EditPostForm,
    OrganizationForm,
    PostForm,
    organization_values,
    post_values,
)
from sasaeai.people.forms.persons import (
    AppointForm,
    EditPersonForm,
    EndTermForm,
    UndoAppointmentForm,
    person_values,
)
from sasaeai.people.forms.venues import EditVenueForm, VenueForm, venue_values

__all__ = [
    "AppointForm",
    "EditOrganizationForm",
    "EditPersonForm",
    "EditPostForm",
    "EditVenueForm",
    "EndTermForm",
    "OrganizationForm",
    "PostForm",
    "UndoAppointmentForm",
    "VenueForm",
    "organization_values",
    "person_values",
    "post_values",
    "venue_values",
]
