"""Icons: what templates name is found, and all of it exists."""

from __future__ import annotations

import pytest
from front_end import icons

from tests.assets.conftest import ROOT


class TestNamed:
    @pytest.mark.parametrize(
        "source",
        [
            "{{ icon('truck', size=24) }}",
            "{{ button(_('보내기'), icon='truck') }}",
            "{{ icon_button('truck', _('보내기')) }}",
            'Link(label, href, icon="truck")',
            '{"label": "배송", "icon": "truck"}',
        ],
    )
    def test_reads_every_way_of_naming_one(self, source: str) -> None:
        assert icons.NAMED.findall(source) == ["truck"]

    def test_all_exist_in_the_sprite(self) -> None:
        sprite = (ROOT / "static" / "vendor" / "icons.svg").read_text("utf-8")
        missing = {name for name in icons.named(ROOT) if f'id="{name}"' not in sprite}
        assert missing == set()
