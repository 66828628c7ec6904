"""How the documentation is built: every page complete in itself, nothing loaded from outside."""

import re
import shutil
from functools import partial
from importlib.metadata import version as installed_version
from inspect import isclass, isfunction
from pathlib import Path

import pybtex.plugin
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.template import field, join
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from _nx_weakties import get_info
from weakties import chains, datasets, gvc, networks, productivity
from weakties._results import Result

HERE = Path(__file__).parent
PARTS = (networks, chains, productivity, gvc, datasets)

project = "weakties"
author = "The weakties developers"
project_copyright = "The weakties developers, MIT licence"
version = release = installed_version("weakties")

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx-mathjax-offline",
    "numpydoc",
    "myst_nb",
    "sphinx_gallery.gen_gallery",
    "sphinxcontrib.bibtex",
]
templates_path = ["_templates"]
exclude_patterns = ["_build", "examples", "gallery/*.ipynb"]

# Pages in Markdown; the notebooks are executed by the tests, not here.
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath", "substitution"]
myst_substitutions = {
    "backend_functions": ", ".join(f"`{name}`" for name in sorted(get_info()["functions"])) + "."
}
nb_execution_mode = "off"

# Made afresh, so that no page of an object stays that is gone; Sphinx reads only below this folder.
shutil.rmtree(HERE / "generated", ignore_errors=True)
shutil.copytree(HERE.parent / "notebooks", HERE / "generated" / "notebooks")

# The menu of MathJax can load more of MathJax from outside.
mathjax3_config = {"options": {"enableMenu": False}}

# The public names of each pillar are those of its __all__. The pages of classes are named apart,
# for file systems that take Mobility.rst and mobility.rst for one file.
autosummary_ignore_module_all = False
autosummary_filename_map = {
    f"{module.__name__}.{name}": f"{module.__name__}.class-{name}"
    for module in PARTS
    for name in module.__all__
    if isclass(getattr(module, name))
}


def topics(part):
    """Return the public names of a part of weakties in groups, with a title each.

    Functions stand together when the same page of methods has them in its tables.
    """
    public = {name: getattr(part, name) for name in part.__all__}
    classes = {name: value for name, value in public.items() if isclass(value)}
    results = [name for name, value in classes.items() if issubclass(value, Result)]
    left = [name for name, value in public.items() if isfunction(value)]
    groups = [("Objects", [name for name in classes if name not in results])]
    chapter = HERE / "methods" / f"{part.__name__.rpartition('.')[2]}.md"
    chapter_text = chapter.read_text(encoding="utf-8") if chapter.exists() else ""
    for page in re.findall(rf"^({chapter.stem}/\w+)$", chapter_text, re.MULTILINE):
        text = (chapter.parent / f"{page}.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| \{py:func\}`(\w+) <", text, re.MULTILINE)
        title = text.partition("\n")[0].removeprefix("# ")
        groups.append(
            (f":doc:`{title} </methods/{page}>`", [name for name in rows if name in left])
        )
        left = [name for name in left if name not in rows]
    groups += [("Functions", left), ("Results", results)]
    return [(title, names) for title, names in groups if names]


# What the template of a part lists.
autosummary_context = {"topics": {part.__name__: topics(part) for part in PARTS}}
autodoc_member_order = "bysource"
autodoc_typehints = "none"
default_role = "py:obj"
numpydoc_show_class_members = False
toc_object_entries_show_parents = "hide"

sphinx_gallery_conf = {
    "examples_dirs": "examples",
    "gallery_dirs": "gallery",
    "within_subsection_order": "FileNameSortKey",
    "capture_repr": ("_repr_html_",),
    "show_signature": False,
    "download_all_examples": False,
    "write_computation_times": False,
    "min_reported_time": 3600,
}


class TextStyle(PlainStyle):
    """References as plain text: a DOI is named and not linked to."""

    def format_doi(self, _entry):
        """Return the DOI without the address of its resolver."""
        return join["doi:", field("doi", raw=True)]


ROUND = BracketStyle(left="(", right=")")
pybtex.plugin.register_plugin("pybtex.style.formatting", "text", TextStyle)
register_plugin(
    "sphinxcontrib.bibtex.style.referencing",
    "author_year_round",
    partial(
        AuthorYearReferenceStyle,
        bracket_textual=ROUND,
        bracket_parenthetical=ROUND,
        bracket_author=ROUND,
        bracket_label=ROUND,
        bracket_year=ROUND,
    ),
)
bibtex_bibfiles = ["../python/weakties/references.bib"]
bibtex_default_style = "text"
bibtex_reference_style = "author_year_round"

html_theme = "pydata_sphinx_theme"
html_title = "weakties"
html_static_path = ["_static"]
html_css_files = ["weakties.css"]
html_show_sourcelink = False
html_copy_source = False
html_sidebars = {"index": [], "references": [], "changelog": []}
html_theme_options = {
    "logo": {"text": "weakties"},
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "navigation_with_keys": False,
    "show_toc_level": 2,
}


def without_constructor(_app, what, *_rest):
    """Leave out how classes are called: objects are made by their class methods."""
    return ("", "") if what == "class" else None


def setup(app):
    """Say what Sphinx shall ask us."""
    app.connect("autodoc-process-signature", without_constructor)
