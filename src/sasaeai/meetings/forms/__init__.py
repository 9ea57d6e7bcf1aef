"""Forms of bodies, plans, agendas and calls."""

from sasaeai.meetings.forms.agenda import ItemForm, NewItemForm, item_values
from sasaeai.meetings.forms.bodies import (
    BodyForm,
    EditBodyForm,
    EndRecognitionForm,
    RecognitionForm,
    body_values,
)
from sasaeai.meetings.forms.call import GuestForm, OnlyItemsForm
from sasaeai.meetings.forms.plan import (
    EditPlanForm,
    PlanForm,
    default_values,
    plan_values,
)

__all__ = [
    "BodyForm",
    "EditBodyForm",
    "EditPlanForm",
    "EndRecognitionForm",
    "GuestForm",
    "ItemForm",
    "NewItemForm",
    "OnlyItemsForm",
    "PlanForm",
    "RecognitionForm",
    "body_values",
    "default_values",
    "item_values",
    "plan_values",
]
