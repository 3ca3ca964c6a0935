"""All that a template may see: frozen values, filled by the services inside their transaction."""

from competition.services.views.competition import (
    CardView,
    CheckMailView,
    CompetitionView,
    ConfirmView,
    FactView,
    IndexView,
    PastView,
    PrizeView,
    QuestionView,
    StepView,
    TermsVersionView,
    TermsView,
    VoidView,
)
from competition.services.views.draw import (
    BeaconView,
    DrawView,
    FileView,
    FrozenView,
    LookupView,
    NoticeView,
    PlaceView,
)
from competition.services.views.entry import EntryView, ExclusionView, OutcomeView, TicketView
from competition.services.views.message import AttachmentView, MailboxView, MessageView
from competition.services.views.people import ConsentView, MarketingView
from competition.services.views.site import ChoiceView, SiteView

__all__ = [
    "AttachmentView",
    "BeaconView",
    "CardView",
    "CheckMailView",
    "ChoiceView",
    "CompetitionView",
    "ConfirmView",
    "ConsentView",
    "DrawView",
    "EntryView",
    "ExclusionView",
    "FactView",
    "FileView",
    "FrozenView",
    "IndexView",
    "LookupView",
    "MailboxView",
    "MarketingView",
    "MessageView",
    "NoticeView",
    "OutcomeView",
    "PastView",
    "PlaceView",
    "PrizeView",
    "QuestionView",
    "SiteView",
    "StepView",
    "TermsVersionView",
    "TermsView",
    "TicketView",
    "VoidView",
]
