internal import Glibc
internal import Synchronization
public import SystemKit
internal import Testing

/// A terminal without a person: what a test writes is typed, and what a program shows can be read.
public final class PseudoTerminal: Sendable {
    /// The end that a program has. It closes on exec, and is nobody's controlling terminal.
    public let program: Int32
    private let person: Mutex<Int32>
    private let seen = Mutex<[UInt8]>([])

    /// Whether the system has any: a bare chroot has none until somebody mounts devpts on /dev/pts.
    private static let exists: Bool = {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        if terminal < 0 {
            print("NOT TESTED: what needs a terminal; there is no pseudo-terminal here (mount -t devpts devpts /dev/pts)")
            return false
        }
        close(terminal)
        return true
    }()

    /// Leaves the present test out where there is no terminal for it.
    static func require() throws {
        if !exists { try Test.cancel("there is no pseudo-terminal here") }
    }

    public init() throws {
        try PseudoTerminal.require()
        // Both ends close on exec from the first moment on: other tests start programs meanwhile. `openpty` cannot do that.
        let person = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: UInt32 = 0
        // TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h.
        guard person >= 0, ioctl(person, 0x4004_5431, &unlocked) == 0, ioctl(person, 0x8004_5430, &number) == 0 else {
            throw SystemError("make a terminal")
        }
        program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard program >= 0 else { throw SystemError("open a terminal") }
        self.person = Mutex(person)
    }

    deinit {
        hangUp()
        close(program)
    }

    /// Types something; `\n` is the return key.
    public func type(_ text: String) throws(SystemError) {
        try OutputStream(fileDescriptor: person.withLock(\.self)).write(text)
    }

    /// All that was shown so far, what was typed included.
    public var shown: String {
        person.withLock { person in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                var descriptor = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
                guard person >= 0, poll(&descriptor, 1, 0) == 1, descriptor.revents & Int16(POLLIN) != 0 else { break }
                let count = read(person, &buffer, buffer.count)
                guard count > 0 else { break }
                seen.withLock { $0 += buffer[..<count] }
            }
        }
        return seen.withLock { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether a whole line waits for the program.
    public var hasLine: Bool {
        var descriptor = pollfd(fd: program, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }

    /// The person goes away.
    public func hangUp() {
        person.withLock { person in
            if person >= 0 { close(person) }
            person = -1
        }
    }
}
