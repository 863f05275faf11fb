internal import JSONKit
internal import SystemKit

extension ProcessIdentity {
    /// With what tells later whether this very process still runs. Ticks are a text: not every reader of JSON keeps 64 bits.
    var document: JSONValue {
        [
            "user": user.json, "host": host.json, "pid": Int(pid).json, "tty": terminal.json, "boot_id": bootID.json,
            "start_ticks": String(startTicks).json,
        ]
    }
}
