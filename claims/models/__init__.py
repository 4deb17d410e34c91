"""The rows of the newsroom, one module for each thing product terms name."""

from .appearance import Appearance, LinkRole
from .article import Article, ArticleVersion, Capture, Work
from .assessment import Assessment
from .assignment import Assignment
from .audit import AuditChain, AuditCheckpoint, AuditEntry
from .blast import ArticleChange, Touch, TouchedReport
from .blind import BlindReview, BlindRound
from .claim import Claim, ExtractedClaim, Quantity
from .copies import ClaimCopy
from .discussion import Comment, CommentText, ReadMark
from .document import Document, DocumentChunk
from .event import Event, EventsApart
from .evidence import Evidence
from .export import Export, ExportChunk, ExportKind
from .job import ChangedClaim, MatchJob
from .many import ClaimBatch, ClaimTag, SavedSearch, Tag
from .notification import Notification
from .opinion import MachineOpinion, ModelCall
from .people import Desk, Role, User
from .publication import Publication, PublicLink
from .reading import ClaimReading, ReadingFigure, VersionReading, WordCount
from .report import Report, ReportEdition, ReportItem
from .reuse import OriginRuling, TextCluster, TextCopy, TextPrint
from .source import Outlet, Source, SourceAlias

__all__ = [
    "Appearance",
    "Article",
    "ArticleChange",
    "ArticleVersion",
    "Assessment",
    "Assignment",
    "AuditChain",
    "AuditCheckpoint",
    "AuditEntry",
    "BlindReview",
    "BlindRound",
    "Capture",
    "ChangedClaim",
    "Claim",
    "ClaimBatch",
    "ClaimCopy",
    "ClaimReading",
    "ClaimTag",
    "Comment",
    "CommentText",
    "Desk",
    "Document",
    "DocumentChunk",
    "Event",
    "EventsApart",
    "Evidence",
    "Export",
    "ExportChunk",
    "ExportKind",
    "ExtractedClaim",
    "LinkRole",
    "MachineOpinion",
    "MatchJob",
    "ModelCall",
    "Notification",
    "OriginRuling",
    "Outlet",
    "PublicLink",
    "Publication",
    "Quantity",
    "ReadMark",
    "ReadingFigure",
    "Report",
    "ReportEdition",
    "ReportItem",
    "Role",
    "SavedSearch",
    "Source",
    "SourceAlias",
    "Tag",
    "TextCluster",
    "TextCopy",
    "TextPrint",
    "Touch",
    "TouchedReport",
    "User",
    "VersionReading",
    "WordCount",
    "Work",
]
