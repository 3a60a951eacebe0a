"""The bells: nothing but "wake up and do what is due"."""

from buttobi.celery import bell
from buttobi.trackbacks import deliver, examine

deliver_due = bell("deliver")(deliver.drain)
examine_due = bell("examine")(examine.drain)
