internal import CProcess
internal import Glibc
internal import SystemKit

/// A process held by a pidfd: it means this process alone, also after the number went to another one.
final class ProcessHandle: Sendable {
    let pid: Int32
    private let descriptor: Descriptor

    /// Throws: `SystemError`; `ESRCH` when there is no such process.
    init(pid: Int32) throws(SystemError) {
        let number = cprocess_open(pid)
        guard number >= 0 else { throw SystemError("pidfd_open", "\(pid)") }
        self.pid = pid
        descriptor = Descriptor(number)
    }

    /// Becomes readable when the process has ended.
    var fileDescriptor: Int32 { descriptor.number }

    var hasEnded: Bool {
        var entry = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, 0) > 0
    }

    /// Nothing happens when it has ended or may not be signalled.
    func send(_ signal: ProcessSignal) { _ = cprocess_signal(fileDescriptor, signal.number) }

    /// How this child ended, nil while it runs. It stays a zombie, and with it its number and its group's stay taken.
    func ending() -> Ending? { wait(keeping: true) }

    /// Takes an ended child off the system's table. False while it runs; true also when it is no child of ours (any more).
    func reap() -> Bool {
        guard hasEnded else { return false }
        _ = wait(keeping: false)
        return true
    }

    private func wait(keeping: Bool) -> Ending? {
        var wasSignalled: Int32 = 0
        var code: Int32 = 0
        guard unsafe cprocess_wait(fileDescriptor, keeping ? 1 : 0, &wasSignalled, &code) == 1 else { return nil }
        return wasSignalled == 0 ? .exited(code) : .signalled(ProcessSignal(number: code))
    }
}
