internal import CSystem
internal import Glibc
internal import Synchronization

/// Work that blocks, on a thread of its own: Swift's cooperative pool is as wide as the machine has cores, and a probe that
/// waits would hold up the others there.
public final class BlockingThread<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let finished: Int32

    /// Starts `body` on a new thread. Throws: `SystemError` when no thread or descriptor can be had.
    public init(_ body: @escaping @Sendable () -> Value) throws(SystemError) {
        finished = csystem_event_new()
        guard finished >= 0 else { throw SystemError("eventfd") }
        try startDetachedThread { [self] in
            let value = body()
            result.withLock { $0 = value }
            csystem_event_raise(finished)
        }
    }

    deinit { close(finished) }

    /// Becomes readable when the work is done.
    public var fileDescriptor: Int32 { finished }

    /// Waits for the work to end.
    public func value() -> Value {
        while true {
            if let value = result.withLock({ $0 }) { return value }
            var descriptor = pollfd(fd: finished, events: Int16(POLLIN), revents: 0)
            _ = unsafe poll(&descriptor, 1, -1)
        }
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Throws: `SystemError` when the system refuses a new thread.
private func startDetachedThread(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    // The box crosses into C as one retained pointer; the new thread takes the reference over, or we take it back on failure.
    let box = unsafe Unmanaged.passRetained(ThreadBody(body))
    let code = unsafe pthread_create(&thread, &attributes, runThreadBody, box.toOpaque())
    guard code == 0 else {
        unsafe box.release()
        throw SystemError("start a thread", code: code)
    }
}

private func runThreadBody(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer = unsafe pointer { unsafe Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run() }
    return nil
}
