"""What can go wrong with an enterprise and its certificates."""

from __future__ import annotations

from marketplace.core.errors import Conflict, Invalid, NotFound, StaleVersion
from marketplace.core.text import T


class EnterpriseNotFound(NotFound):
    """No such enterprise, or not the asker's."""

    def __init__(self) -> None:
        super().__init__(T("기업을 찾지 못했습니다."))


class CertificationNotFound(NotFound):
    """No such certificate, or not the asker's."""

    def __init__(self) -> None:
        super().__init__(T("인증서를 찾지 못했습니다."))


class CertificationRefused(Invalid):
    """What was filled in cannot be a certificate."""

    code = "certification_refused"

    def __init__(self, field: str, sentence: T) -> None:
        super().__init__(sentence, {field: [sentence]})


class AlreadySubmitted(Conflict):
    """The same certificate is there already."""

    code = "already_submitted"

    def __init__(self) -> None:
        super().__init__(
            T("같은 종류, 같은 번호와 지정일의 인증서가 이미 있습니다."),
            action=T("목록에서 상태를 확인해 주세요"),
        )


class AlreadyDecided(Conflict):
    """Somebody decided first, or there is nothing left to decide."""

    code = "already_decided"

    def __init__(self) -> None:
        super().__init__(
            T("이미 처리된 인증서입니다."), action=T("화면을 새로 고쳐 처리 결과를 확인해 주세요")
        )


class ReasonMissing(Invalid):
    """A refusal without a reason helps nobody."""

    code = "reason_missing"

    def __init__(self) -> None:
        said = T("기업이 무엇을 고쳐야 하는지 사유를 적어 주세요.")
        super().__init__(said, {"note": [said]})


class ProfileChangedMeanwhile(StaleVersion):
    """A colleague saved the profile first; what was typed stays in the form."""

    def __init__(self) -> None:
        super().__init__(
            T("그사이 다른 담당자가 기업 정보를 고쳤습니다."),
            kept=T("입력하신 내용은 그대로 두었습니다."),
            action=T("바뀐 내용을 확인하고 다시 저장해 주세요"),
        )


class ProfileRefused(Invalid):
    """A field of the profile breaks a rule."""

    code = "profile_refused"

    def __init__(self, field: str, sentence: T) -> None:
        super().__init__(sentence, {field: [sentence]})
