"""Tables of the roll-out: stages, formation patterns, know-how."""

from sasaeai.rollout.models.lessons import Lesson, LessonUse
from sasaeai.rollout.models.patterns import (
    Pattern,
    PatternBody,
    PatternItem,
    PatternKind,
    PatternStep,
    PatternUse,
    PatternUseBody,
    PlannedStep,
)
from sasaeai.rollout.models.stages import (
    AgreedKind,
    Agreement,
    DistrictStage,
    Stage,
    StageOpinion,
)

__all__ = [
    "AgreedKind",
    "Agreement",
    "DistrictStage",
    "Lesson",
    "LessonUse",
    "Pattern",
    "PatternBody",
    "PatternItem",
    "PatternKind",
    "PatternStep",
    "PatternUse",
    "PatternUseBody",
    "PlannedStep",
    "Stage",
    "StageOpinion",
]
