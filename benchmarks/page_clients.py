"""One person at the page without a browser: speaks Streamlit's own protocol over a WebSocket and draws nothing.

What a browser sends is sent here: every field's state with every press, the words that name a message it still has,
the token of the cookie. What a browser shows is kept here as the messages that would draw it. Whatever a person would
call an error is raised: a page that failed, a run that broke off, a closed connection, a field that is not there.
"""

import asyncio
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

__all__ = ["PageError", "Visit", "expect"]

_PATIENCE = 30.0
"""Seconds; who waits longer has met an error."""
_WAYS = 6
"""Connections a browser has to one server."""
_COOKIE = "_streamlit_xsrf"
_FILES = re.compile(r'(?:src|href)="\.(/(?:static/|favicon)[^"]+)"')
_QUIET = {
    "session_status_changed",
    "session_event",
    "page_config_changed",
    "page_info_changed",
    "page_profile",
    "git_info_changed",
    "logo",
}
"""Messages that change nothing in what is measured. Any other one that is not understood is an error: a page that
refreshes a part of itself would otherwise be measured without its refreshing."""


class PageError(Exception):
    """The page did what no person should see; the words hold nothing of a letter."""


def expect(there: bool, otherwise: str) -> None:
    """Raise :class:`PageError` where something is not there."""
    if not there:
        raise PageError(otherwise)


@dataclass
class Visit:
    """One tab: what is drawn in it by its place, what stands in its fields by their ids, the messages it still has."""

    address: str
    socket: ClientConnection | None = None
    drawn: dict[tuple[int, ...], ForwardMsg] = field(default_factory=dict)
    values: dict[str, WidgetState] = field(default_factory=dict)
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    here: str = ""
    path: str = ""
    main: str = ""
    held: dict[str, ForwardMsg] = field(default_factory=dict)
    used: dict[str, ForwardMsg] = field(default_factory=dict)
    begun: bool = False

    async def open(self) -> None:
        """Fetch the page and what it names, connect, and wait until the first run is over."""
        async with asyncio.timeout(_PATIENCE):
            token = await _fetch(self.address)
            self.socket = await connect(
                f"ws{self.address.removeprefix('http')}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
                origin=Origin(self.address),
                additional_headers={"Cookie": f"{_COOKIE}={token}"},
                max_size=None,  # a browser takes what comes, and sends no pings
                ping_interval=None,
                proxy=None,
            )
        await self._run()

    async def close(self) -> None:
        """Close the tab, if it was open."""
        if self.socket is not None:
            await self.socket.close()

    def write(self, label: str, words: str) -> None:
        """Write into a field; nothing is sent, as in a form."""
        element = self._find(("text_area", "text_input"), label=label)
        self.values[element.id] = WidgetState(id=element.id, string_value=words)

    async def press(self, **signs: str) -> None:
        """Press the one button that can be pressed and has these signs (``label``, ``shortcut``); wait for the run."""
        button = self._find(("button",), **signs)
        await self._run(*self.values.values(), WidgetState(id=button.id, trigger_value=True))

    async def go(self, page: str) -> None:
        """Go to the page of this title and wait for the run; of the fields only those beside every page are sent."""
        if page not in self.pages:
            raise PageError(f"没有“{page}”这一页")
        self.here, path = self.pages[page]
        beside = {_id(message) for message in self._every() if _script(message) == self.main}
        await self._run(*(state for key, state in self.values.items() if key in beside))
        self.path = path
        expect(page in self.titles(), f"没有显示“{page}”")

    def titles(self) -> list[str]:
        """Give the headings of the first rank that are drawn."""
        bodies = (_body(message) for message in self._every() if _kind(message) == "heading")
        return [body.body for body in bodies if body.tag == "h1"]

    def shows(self, words: str) -> bool:
        """Say whether the page itself, not what stands around every page, holds these words anywhere."""
        held = words.encode()
        return any(
            held in message.delta.SerializeToString() for message in self._every() if _script(message) != self.main
        )

    def shows_letter(self, end: str) -> bool:
        """Say whether a letter is shown that has these words, its marks taken away."""
        bodies = [_body(message).body for message in self._every() if _kind(message) == "html"]
        return any(end in html.unescape(re.sub(r"<[^>]*>", "", body)) for body in bodies if 'class="letter"' in body)

    def _every(self) -> Iterator[ForwardMsg]:
        return iter(self.drawn.values())

    def _find(self, kinds: tuple[str, ...], **signs: str) -> Any:
        """Give the one element of these kinds with these signs that is not greyed out."""
        bodies = [_body(message) for message in self._every() if _kind(message) in kinds]
        found = [body for body in bodies if not body.disabled and all(getattr(body, k) == v for k, v in signs.items())]
        if len(found) != 1:
            raise PageError(f"{'、'.join(signs.values())}：要有一个，有 {len(found)} 个")
        return found[0]

    async def _run(self, *states: WidgetState) -> None:
        """Ask for a run with these states and take in what comes until it is over."""
        if self.socket is None:
            raise PageError("没有连上")
        where = ContextInfo(
            timezone="UTC", locale="zh-CN", url=f"{self.address}/{self.path}", is_embedded=False, color_scheme="light"
        )
        asked = ClientState(page_script_hash=self.here, cached_message_hashes=list(self.held), context_info=where)
        asked.widget_states.widgets.extend(states)
        self.begun, self.used = False, {}
        async with asyncio.timeout(_PATIENCE):
            await self.socket.send(BackMsg(rerun_script=asked).SerializeToString())
            while not self.take(ForwardMsg.FromString(bytes(await self.socket.recv(decode=False)))):
                pass
        self.held = self.used
        self._settle()

    def take(self, message: ForwardMsg) -> bool:
        """Take in one message; say whether the run that was asked for is over with it."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.begun, self.drawn = True, {}
            self.here, self.main = message.new_session.page_script_hash, message.new_session.main_script_hash
        elif kind in ("delta", "ref_hash"):
            self._draw(message)
        elif kind == "navigation":
            self.here = message.navigation.page_script_hash
            self.pages = {
                page.page_name: (page.page_script_hash, page.url_pathname)
                for page in message.navigation.app_pages
                if not page.is_hidden
            }
        elif kind == "script_finished":
            if self.begun and message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise PageError(f"运行没有做完：{ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)}")
            return self.begun
        elif kind not in _QUIET:
            raise PageError(f"不认识的消息 {kind}")
        return False

    def _draw(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "ref_hash":
            known = self.held.get(message.ref_hash) or self.used.get(message.ref_hash)
            if known is None:
                raise PageError("服务器指着一条没有发过的消息")
            metadata, message = message.metadata, ForwardMsg.FromString(known.SerializeToString())
            message.metadata.CopyFrom(metadata)
            message.metadata.cacheable = True
        if message.metadata.cacheable:
            self.used[message.hash] = message
        if message.delta.fragment_id:
            raise PageError("这一页有自己刷新的部分")
        self.drawn[tuple(message.metadata.delta_path)] = message
        if _kind(message) == "exception":
            raise PageError("页面报错")

    def _settle(self) -> None:
        """Forget the fields that are gone, fill those that are new, or that the page has filled itself."""
        kept: dict[str, WidgetState] = {}
        for message in self._every():
            body = _body(message)
            key = _id(message)
            if key in self.values and not getattr(body, "set_value", False):
                kept[key] = self.values[key]
            elif key and (state := _born(_kind(message), body)):
                kept[key] = state
        self.values = kept


async def _fetch(address: str) -> str:
    """Fetch the page, every file it names and what a browser asks before it connects; give the token of the cookie."""
    ways = httpx.Limits(max_connections=_WAYS)
    async with httpx.AsyncClient(base_url=address, limits=ways, timeout=None, trust_env=False) as browser:
        page = (await browser.get("/")).raise_for_status().text
        paths = [*dict.fromkeys(_FILES.findall(page)), "/_stcore/health", "/_stcore/host-config"]
        for answer in await asyncio.gather(*map(browser.get, paths)):
            answer.raise_for_status()
        return str(browser.cookies[_COOKIE])


def _kind(message: ForwardMsg) -> str:
    """Give what an element is; nothing for a block."""
    return message.delta.new_element.WhichOneof("type") or ""


def _body(message: ForwardMsg) -> Any:
    kind = _kind(message)
    return getattr(message.delta.new_element, kind) if kind else message.delta.add_block


def _id(message: ForwardMsg) -> str:
    """Give the id of a field; nothing for what is only shown."""
    return getattr(_body(message), "id", "")


def _script(message: ForwardMsg) -> str:
    return message.metadata.active_script_hash


def _born(kind: str, body: Any) -> WidgetState | None:
    """Give the state a browser sends for a field nobody has touched; None for what it does not send by itself."""
    state = WidgetState(id=body.id)
    given = getattr(body, "set_value", False)
    if kind in ("text_input", "text_area"):
        state.string_value = body.value if given else body.default
    elif kind == "checkbox":
        state.bool_value = body.value if given else body.default
    elif kind == "date_input":
        state.string_array_value.data.extend(body.value if given else body.default)
    elif kind == "button_group":
        born = [body.options[place].content for place in body.default]
        state.string_array_value.data.extend(body.raw_values if given else born)
    elif kind in ("selectbox", "radio") and (given or body.HasField("default")):
        state.string_value = body.raw_value if given else body.options[body.default]
    elif kind == "file_uploader":
        state.file_uploader_state_value.SetInParent()
    else:
        return None
    return state
