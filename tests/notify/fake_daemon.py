"""Owns the notification name on the session bus and never answers ("hang"), or answers all but Notify ("deaf"), or says
no to Notify ("refuse"), or shows everything ("plain"), or does so five seconds later ("slow"), or says first that what
it replaces has closed ("hasty"), or has buttons and sends signals of odd shapes, then a click ("odd").

Run as a program: fake_daemon.py MODE. Prints "ready" once it owns the name, then a line of JSON for each call.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import json
import sys
import time

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
ODD_SIGNALS = (
    ("ActionInvoked", "", ()),
    ("ActionInvoked", "ss", ("1", "break")),
    ("ActionInvoked", "us", (77, "break")),
    ("NotificationClosed", "s", ("1",)),
    ("ActivationToken", "us", (1, "token")),
)


def emit(connection: DBusConnection, member: str, signature: str, body: tuple[object, ...]) -> None:
    connection.send(new_signal(DBusAddress(PATH, NAME, NAME), member, signature or None, body))


def show(connection: DBusConnection, call: Message, mode: str, number: int) -> None:
    """ "plain" takes a new number each time; otherwise everything has number 1."""
    if mode == "hasty" and call.body[1]:
        emit(connection, "NotificationClosed", "uu", (1, 1))
    connection.send(new_method_return(call, "u", (number if mode == "plain" else 1,)))
    if mode == "odd":
        for member, signature, body in ODD_SIGNALS:
            emit(connection, member, signature, body)
        for key in ("snooze", "wrong"):  # a double click
            emit(connection, "ActionInvoked", "us", (1, key))


def main() -> None:
    mode = sys.argv[1]
    capabilities = ["body", "actions"] if mode == "odd" else ["body"]
    answers = {"GetServerInformation": ("ssss", (mode, "test", "1", "1.2")), "GetCapabilities": ("as", (capabilities,)),
               "CloseNotification": ("", ())}  # fmt: skip
    connection = open_dbus_connection()
    Proxy(message_bus, connection).RequestName(NAME)
    print("ready", flush=True)
    shown = 0
    while True:
        message = connection.receive()
        if message.header.message_type is not MessageType.method_call:
            continue
        member = message.header.fields.get(HeaderFields.member, "")
        print(json.dumps([member, *message.body]), flush=True)
        if mode == "slow":
            time.sleep(5.0)
        if mode == "refuse" and member == "Notify":
            connection.send(new_error(message, "org.example.No", "s", ("not today",)))
        elif mode in ("plain", "slow", "hasty", "odd") and member == "Notify":
            shown += 1
            show(connection, message, mode, shown)
        elif mode != "hang" and member in answers:
            connection.send(new_method_return(message, *answers[member]))


if __name__ == "__main__":
    main()
