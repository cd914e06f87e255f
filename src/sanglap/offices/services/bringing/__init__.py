"""What is done alike with every list on its way into the register, whatever it lists."""

from sanglap.offices.services.bringing.keeping import note_fault
from sanglap.offices.services.bringing.refusals import NotApplied, RegisterChanged
from sanglap.offices.services.bringing.working import Deeds, work

__all__ = ["Deeds", "NotApplied", "RegisterChanged", "note_fault", "work"]
