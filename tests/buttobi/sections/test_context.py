"""What every page links to."""

from buttobi.sections.context import of_section
from buttobi.sections.section import Section


def test_each_section_links_to_its_own_center_and_help() -> None:
    general, adult = of_section(Section.GENERAL), of_section(Section.ADULT)
    assert general.center == "http://localhost:8000/center/"
    assert adult.center == "http://adult.localhost:8000/adult-center/"
    assert adult.help == "http://adult.localhost:8000/help/trackback/"
    assert adult.other_portal == general.portal
    assert adult.dashboard == general.dashboard == "http://localhost:8000/-/"
