"""Types of the core: access codes, slots, locks, records, decisions."""

from .codes import (
    AccessCode as AccessCode,
    ActiveWhile as ActiveWhile,
    Attempt as Attempt,
    CodeType as CodeType,
    EntityKey as EntityKey,
    ExternalChange as ExternalChange,
    Position as Position,
    Progress as Progress,
    Pull as Pull,
    Recurrence as Recurrence,
    SeenEntity as SeenEntity,
    Status as Status,
)
from .decisions import (
    CodeView as CodeView,
    Command as Command,
    CommandKind as CommandKind,
    Issue as Issue,
    Mutation as Mutation,
    Plan as Plan,
    Problem as Problem,
    World as World,
)
from .group_changes import (
    CodeChange as CodeChange,
    GroupChange as GroupChange,
    GroupPart as GroupPart,
)
from .lock import (
    Constraints as Constraints,
    LockCapabilities as LockCapabilities,
    LockClock as LockClock,
    Outcome as Outcome,
    PinObjection as PinObjection,
    Reach as Reach,
    Readability as Readability,
    Reporting as Reporting,
    SlotNaming as SlotNaming,
    UseReporting as UseReporting,
    WindowSupport as WindowSupport,
)
from .pin import Pin as Pin
from .record import (
    Bucket as Bucket,
    Event as Event,
    FullRead as FullRead,
    Link as Link,
    LockRecord as LockRecord,
    RestoreCheck as RestoreCheck,
    Settings as Settings,
)
from .reports import Cause as Cause, Use as Use
from .slots import (
    EMPTY as EMPTY,
    UNDISCLOSED as UNDISCLOSED,
    UNREADABLE as UNREADABLE,
    Content as Content,
    KnownPin as KnownPin,
    Placement as Placement,
    SlotState as SlotState,
    find_made_of as find_made_of,
    has_pin_of as has_pin_of,
    is_provisional as is_provisional,
    provisional_slot as provisional_slot,
)
from .vocabulary import (
    ErrorCode as ErrorCode,
    EventType as EventType,
    IssueKind as IssueKind,
    MutationCode as MutationCode,
    WarningCode as WarningCode,
)
from .window import Window as Window
