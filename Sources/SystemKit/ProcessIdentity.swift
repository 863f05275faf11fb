internal import Glibc

/// Which process of which boot of which machine, and for whom it works: enough to tell a living process from a dead one whose
/// number was given away again.
public struct ProcessIdentity: Sendable, Hashable {
    /// The name of the effective user, or the number when it has no name.
    public let user: String
    public let host: String
    public let pid: Int32
    /// The kernel's own name for the time since the machine started.
    public let bootID: String
    /// When the process started, in clock ticks since the machine did.
    public let startTicks: UInt64
    /// The controlling terminal: `/dev/pts/3`; nil when there is none.
    public let terminal: String?

    public init(user: String, host: String, pid: Int32, bootID: String, startTicks: UInt64, terminal: String? = nil) {
        self.user = user
        self.host = host
        self.pid = pid
        self.bootID = bootID
        self.startTicks = startTicks
        self.terminal = terminal
    }

    /// This process. Throws: `SystemError` where `/proc` is not mounted.
    public static func current() throws(SystemError) -> ProcessIdentity {
        guard let stat = ProcessStat(of: "self") else { throw SystemError("read", "/proc/self/stat", code: ENOENT) }
        return ProcessIdentity(
            user: userName(geteuid()), host: hostName(), pid: getpid(), bootID: try currentBootID(), startTicks: stat.startTicks,
            terminal: terminalName(stat.terminal))
    }

    /// Whether it still runs on this machine.
    public var isAlive: Bool { ProcessIdentity.isAlive(pid: pid, bootID: bootID, startTicks: startTicks) }

    /// Whether the process runs that had this number, in this boot, started at this tick.
    ///
    /// A zombie counts as dead. A process that the system hides from us (`hidepid`) counts as alive when its number is taken.
    public static func isAlive(pid: Int32, bootID: String, startTicks: UInt64) -> Bool {
        guard pid > 0, (try? currentBootID()) == bootID else { return false }
        if let stat = ProcessStat(of: String(pid)) { return !stat.isDead && stat.startTicks == startTicks }
        return kill(pid, 0) == 0 || errno == EPERM
    }

    public static func currentBootID() throws(SystemError) -> String {
        let bytes = try Files.read("/proc/sys/kernel/random/boot_id", limit: 4096)
        return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    }
}

func userName(_ number: uid_t) -> String {
    var buffer = [CChar](repeating: 0, count: 1 << 14)
    // The entry points into the buffer: the name is copied while that is pinned.
    let name = unsafe buffer.withUnsafeMutableBufferPointer { texts -> String? in
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard let start = texts.baseAddress, unsafe getpwuid_r(number, &entry, start, texts.count, &found) == 0,
            unsafe found != nil, let name = unsafe entry.pw_name
        else { return nil }
        return unsafe String(cString: name)
    }
    return name ?? String(number)
}

func groupName(_ number: gid_t) -> String {
    var buffer = [CChar](repeating: 0, count: 1 << 14)
    // The entry points into the buffer: the name is copied while that is pinned.
    let name = unsafe buffer.withUnsafeMutableBufferPointer { texts -> String? in
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>?
        guard let start = texts.baseAddress, unsafe getgrgid_r(number, &entry, start, texts.count, &found) == 0,
            unsafe found != nil, let name = unsafe entry.gr_name
        else { return nil }
        return unsafe String(cString: name)
    }
    return name ?? String(number)
}

private func hostName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The name of a terminal from its device number; the numbers are the kernel's (Documentation/admin-guide/devices.txt).
func terminalName(_ device: Int32) -> String? {
    guard device != 0 else { return nil }
    let bits = UInt32(bitPattern: device)
    let major = (bits >> 8) & 0xFFF
    let minor = (bits & 0xFF) | ((bits >> 12) & 0xFFF00)
    return switch major {
    case 136...143: "/dev/pts/\(minor + (major - 136) * 256)"
    case 4: minor < 64 ? "/dev/tty\(minor)" : "/dev/ttyS\(minor - 64)"
    default: "terminal \(major):\(minor)"
    }
}
