"""The bells: nothing but "wake up and do what is due"."""

from buttobi.celery import bell
from buttobi.trackbacks import deliver

deliver_due = bell("deliver")(deliver.drain)
