"""What each rule of a rulebook is made of: one class of parameters a rule, by theme."""

from sanglap.guideline.parameters.attesting import AccountSecurity, Attesting, CompromiseDrill
from sanglap.guideline.parameters.choosing import PlatformChoice
from sanglap.guideline.parameters.deciding import ApprovalTime, Urgent
from sanglap.guideline.parameters.exemption import ExemptionLength
from sanglap.guideline.parameters.moderation import AppealAnswer
from sanglap.guideline.parameters.naming import OfficeName, RenamingDue
from sanglap.guideline.parameters.outside import (
    GrievanceLink,
    LookOutside,
    ProfileDescription,
    WebsiteLink,
)
from sanglap.guideline.parameters.planning import PostsApart, Recurring
from sanglap.guideline.parameters.purposes import PurposesServed
from sanglap.guideline.parameters.recording import Captions
from sanglap.guideline.parameters.suggesting import Suggesting, WebsiteFeed
from sanglap.guideline.parameters.work import FirstAnswer, OrderFollows, PanelSize, Quorum, UpdatesPerWeek
from sanglap.guideline.parameters.writing import Fitness, OtherPurpose, PeopleShown, Sources, Unimportant
from sanglap.guideline.values import Part

PARAMETERS: dict[str, type[Part]] = {
    "panel-size": PanelSize,
    "quorum": Quorum,
    "sources": Sources,
    "updates-per-week": UpdatesPerWeek,
    "first-answer": FirstAnswer,
    "order-follows": OrderFollows,
    "office-name": OfficeName,
    "renaming-due": RenamingDue,
    "platform-choice": PlatformChoice,
    "account-security": AccountSecurity,
    "attest-password": Attesting,
    "attest-mfa": Attesting,
    "attest-recovery": Attesting,
    "attest-access": Attesting,
    "pictures": Attesting,
    "settings-chosen": Attesting,
    "terms-confirmed": Attesting,
    "letterhead": Attesting,
    "compromise-drill": CompromiseDrill,
    "profile-text": ProfileDescription,
    "website-tie": WebsiteLink,
    "grievance-link": GrievanceLink,
    "look-outside": LookOutside,
    "purposes-served": PurposesServed,
    "exemption": ExemptionLength,
    "appeal-answer": AppealAnswer,
    "posts-apart": PostsApart,
    "recurring": Recurring,
    "unimportant": Unimportant,
    "suggestions": Suggesting,
    "website-feed": WebsiteFeed,
    "people-shown": PeopleShown,
    "fitness": Fitness,
    "other-purpose": OtherPurpose,
    "approval-time": ApprovalTime,
    "urgent": Urgent,
    "captions": Captions,
}
"""Every rule there is, and the class of its parameters."""
