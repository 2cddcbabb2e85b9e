"""Owns the notification name on the session bus and never answers ("hang"), or answers all but Notify ("deaf"), or says
no to Notify ("refuse").

Run as a program: fake_daemon.py MODE. Prints "ready" once it owns the name.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import sys

from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

ANSWERS = {
    "GetServerInformation": ("ssss", ("deaf", "test", "1", "1.2")),
    "GetCapabilities": ("as", (["body"],)),
}


def main() -> None:
    mode = sys.argv[1]
    answers = {} if mode == "hang" else ANSWERS
    connection = open_dbus_connection()
    Proxy(message_bus, connection).RequestName("org.freedesktop.Notifications")
    print("ready", flush=True)
    while True:
        message = connection.receive()
        member = message.header.fields.get(HeaderFields.member, "")
        answer = answers.get(member)
        if mode == "refuse" and member == "Notify":
            connection.send(new_error(message, "org.example.No", "s", ("not today",)))
        if message.header.message_type is MessageType.method_call and answer:
            connection.send(new_method_return(message, *answer))


if __name__ == "__main__":
    main()
