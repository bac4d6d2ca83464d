from enum import IntEnum, IntFlag
from typing import ClassVar

from .ClusterObjects import ClusterAttributeDescriptor, ClusterCommand
from .Types import Nullable

class OperationalCredentials:
    class Attributes:
        class CurrentFabricIndex(ClusterAttributeDescriptor): ...

class DoorLock:
    id: ClassVar[int]

    class Bitmaps:
        class Feature(IntFlag):
            kPinCredential = 0x1
            kUser = 0x100
            kYearDayAccessSchedules = 0x400

    class Enums:
        class DataOperationTypeEnum(IntEnum):
            kAdd = 0
            kClear = 1
            kModify = 2

        class UserStatusEnum(IntEnum):
            kAvailable = 0
            kOccupiedEnabled = 1
            kOccupiedDisabled = 3

        class UserTypeEnum(IntEnum):
            kUnrestrictedUser = 0
            kYearDayScheduleUser = 1

        class CredentialTypeEnum(IntEnum):
            kPin = 1

        class CredentialRuleEnum(IntEnum):
            kSingle = 0

        class LockDataTypeEnum(IntEnum):
            kUserIndex = 2
            kYearDaySchedule = 4
            kPin = 6

        class OperationSourceEnum(IntEnum):
            kKeypad = 3

        class LockOperationTypeEnum(IntEnum):
            kLock = 0
            kUnlock = 1
            kUnlatch = 4

        class OperationErrorEnum(IntEnum):
            kInvalidCredential = 1
            kDisabledUserDenied = 2
            kRestricted = 3

        class AlarmCodeEnum(IntEnum):
            kWrongCodeEntryLimit = 4

    class Structs:
        class CredentialStruct:
            def __init__(
                self, *, credentialType: int, credentialIndex: int
            ) -> None: ...

    class Attributes:
        class FeatureMap(ClusterAttributeDescriptor): ...
        class NumberOfTotalUsersSupported(ClusterAttributeDescriptor): ...
        class NumberOfPINUsersSupported(ClusterAttributeDescriptor): ...
        class NumberOfYearDaySchedulesSupportedPerUser(ClusterAttributeDescriptor): ...
        class MinPINCodeLength(ClusterAttributeDescriptor): ...
        class MaxPINCodeLength(ClusterAttributeDescriptor): ...

    class Events:
        class DoorLockAlarm:
            event_id: ClassVar[int]

        class LockOperation:
            event_id: ClassVar[int]

        class LockOperationError:
            event_id: ClassVar[int]

        class LockUserChange:
            event_id: ClassVar[int]

    class Commands:
        class GetUser(ClusterCommand):
            def __init__(self, *, userIndex: int) -> None: ...

        class SetUser(ClusterCommand):
            def __init__(
                self,
                *,
                operationType: int,
                userIndex: int,
                userName: str | Nullable,
                userUniqueID: int | Nullable,
                userStatus: int | Nullable,
                userType: int | Nullable,
                credentialRule: int | Nullable,
            ) -> None: ...

        class ClearUser(ClusterCommand):
            def __init__(self, *, userIndex: int) -> None: ...

        class SetCredential(ClusterCommand):
            def __init__(
                self,
                *,
                operationType: int,
                credential: DoorLock.Structs.CredentialStruct,
                credentialData: bytes,
                userIndex: int | Nullable,
                userStatus: int | Nullable,
                userType: int | Nullable,
            ) -> None: ...

        class GetCredentialStatus(ClusterCommand):
            def __init__(
                self, *, credential: DoorLock.Structs.CredentialStruct
            ) -> None: ...

        class ClearCredential(ClusterCommand):
            def __init__(
                self, *, credential: DoorLock.Structs.CredentialStruct
            ) -> None: ...

        class SetYearDaySchedule(ClusterCommand):
            def __init__(
                self,
                *,
                yearDayIndex: int,
                userIndex: int,
                localStartTime: int,
                localEndTime: int,
            ) -> None: ...

        class GetYearDaySchedule(ClusterCommand):
            def __init__(self, *, yearDayIndex: int, userIndex: int) -> None: ...

class TimeSynchronization:
    class Enums:
        class GranularityEnum(IntEnum):
            kSecondsGranularity = 2

    class Structs:
        class TimeZoneStruct:
            def __init__(self, *, offset: int, validAt: int) -> None: ...

        class DSTOffsetStruct:
            def __init__(
                self, *, offset: int, validStarting: int, validUntil: int | Nullable
            ) -> None: ...

    class Commands:
        class SetUTCTime(ClusterCommand):
            def __init__(self, *, UTCTime: int, granularity: int) -> None: ...

        class SetTimeZone(ClusterCommand):
            def __init__(
                self, *, timeZone: list[TimeSynchronization.Structs.TimeZoneStruct]
            ) -> None: ...

        class SetDSTOffset(ClusterCommand):
            def __init__(
                self, *, DSTOffset: list[TimeSynchronization.Structs.DSTOffsetStruct]
            ) -> None: ...
