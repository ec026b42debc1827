"""An organization's state, and the use cases every face calls: collect, import a catalog, assess, propose.

No code here asks the clock, knows a terminal or knows Django: whoever calls gives the moment, answers what is asked, and
shows what came of it.
"""

from yudane.workspace.workspace import Workspace, default_root

__all__ = ["Workspace", "default_root"]
