"""The bells: nothing but "wake up and do what is due"."""

from buttobi.celery import bell
from buttobi.trackbacks.examining import examine
from buttobi.trackbacks.sending import deliver

deliver_due = bell("deliver")(deliver.drain)
examine_due = bell("examine")(examine.drain)
