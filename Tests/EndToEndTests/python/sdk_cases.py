"""The operations that are compared: how an SDK is asked for one, and what our action is given for the same."""

import dataclasses
import importlib.metadata

from comparison import same_authorization

TO, FROM = "+14155550100", "+15005550006"
PAGE = "https://example.com/answer"
CASES = []


@dataclasses.dataclass
class Case:
    """One action of one connector and the same through an SDK.

    `sdk_only`, `ours_only` and `otherwise` name what may differ and why; a permission nobody needs is an error.
    """

    connector: str
    action: str
    distribution: str
    call: object
    input: dict
    answers: list
    secrets: dict = dataclasses.field(default_factory=dict)
    config: dict = dataclasses.field(default_factory=dict)
    sdk_only: dict = dataclasses.field(default_factory=dict)
    ours_only: dict = dataclasses.field(default_factory=dict)
    otherwise: dict = dataclasses.field(default_factory=dict)
    # What the SDK is answered, where it cannot read the `answers` to us.
    sdk_answers: list = dataclasses.field(default_factory=list)
    # Beginnings of paths that the SDK asks for beside the operation, such as descriptions of fields.
    sdk_beside: tuple = ()
    # Where access tokens are fetched from.
    token_origins: tuple = ()
    authentication: object = same_authorization
    # An SDK too large to be asked for: compared where it happens to be installed.
    is_large: bool = False
    used: set = dataclasses.field(default_factory=set)

    @property
    def name(self):
        return f"{self.connector} {self.action}"

    @property
    def version(self):
        """The SDK with its version; nothing when it is not installed."""
        try:
            return f"{self.distribution} {importlib.metadata.version(self.distribution)}"
        except importlib.metadata.PackageNotFoundError:
            return None

    def is_in(self, module):
        return self.call.__module__ == module.__name__

    def allowing(self, name, differences, table=None):
        """Those differences that no permission covers."""
        for difference in differences:
            if name in (self.otherwise if table is None else table):
                self.used.add(name)
            else:
                yield difference

    def unused(self):
        return sorted({*self.sdk_only, *self.ours_only, *self.otherwise} - self.used)


def case(connector, action, distribution, **more):
    """Files a function that asks the SDK: it is given the delivery's id and the callback URL."""
    def file(call):
        CASES.append(Case(connector, action, distribution, call, **more))
        return call
    return file


