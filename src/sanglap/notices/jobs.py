"""E-mail goes out by itself."""

from sanglap.core import clock
from sanglap.core.jobs import loop
from sanglap.notices import mail


@loop("notices.mail", every=10.0)
def send() -> bool:
    mail.prepare(now=clock.now())
    return mail.send(now=clock.now()) == mail.BATCH
