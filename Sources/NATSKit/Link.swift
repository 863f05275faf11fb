internal import CNATS
internal import Glibc
internal import Synchronization
internal import SystemKit

/// A connection or subscription of libnats, which both may be used from any thread.
@safe struct Handle: @unchecked Sendable {
    let pointer: OpaquePointer
}

/// One connection of libnats, and the thread that connects, reads and writes for it.
///
/// libnats can do that with threads of its own, but then a publisher waits inside a lock while the server does not read, and a flush
/// whose ping could not be written reports success (3.4.1, `_flushTimeout`). With the caller's loop publishing only fills a buffer,
/// and every wait is a wait of ours, with a deadline and a cancellation.
@safe final class Link: Sendable {
    static let all = Registry<Link>()

    struct State {
        /// Set from the moment it is open until its thread takes it down; used only under the lock.
        var connection: Handle?
        var end: NATSError?
        var mailboxes: [UInt: Mailbox] = [:]
        var subscriptions: [UInt: Handle] = [:]
        var denials = Denials()
    }

    let library: NATSLibrary
    let server: NATSAddress.Server
    let replies = ReplyRouter()
    let state = Mutex(State())
    let mailboxNumbers = Atomic<UInt>(0)
    private let thread = Mutex<BlockingThread<Void>?>(nil)
    /// Raised when it is open or has failed.
    private let ready: Event
    /// Wakes the thread.
    private let wake: Event
    private let descriptor = Atomic<Int32>(-1)
    private let wantsWriting = Atomic<Bool>(false)
    private let isStopping = Atomic<Bool>(false)

    /// Connects.
    ///
    /// - Throws: `NATSError`. A thread that is still looking a name up then is left behind and ends with that.
    static func open(
        _ server: NATSAddress.Server, name: String, deadline: Deadline, cancellation: Cancellation
    ) throws(NATSError) -> Link {
        let link = try Link(NATSLibrary.shared.get(), server)
        do {
            let thread = try BlockingThread { link.run(name: name, deadline: deadline) }
            link.thread.withLock { $0 = thread }
        } catch { throw NATSError(.unreachable, error.description) }
        do throws(NATSError) {
            try link.ready.wait(deadline, cancellation, "connecting to \(server)")
            if let error = link.end { throw error }
            try link.subscribe(link.inbox, link.replies)
        } catch {
            link.stop()
            throw error
        }
        return link
    }

    private init(_ library: NATSLibrary, _ server: NATSAddress.Server) throws(NATSError) {
        self.library = library
        self.server = server
        ready = try Event()
        wake = try Event()
    }

    /// Why it is over; nil while it is open.
    var end: NATSError? { state.withLock(\.end) }

    /// Ends it; what was not sent yet is lost. Its thread may take a moment longer.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.raise()
    }

    /// Waits until its thread has ended.
    func join() { thread.withLock { $0 }?.value() }

    func attach(_ socket: Int32) { descriptor.store(socket, ordering: .releasing) }

    func wantWriting(_ wanted: Bool) {
        if wantsWriting.exchange(wanted, ordering: .acquiringAndReleasing) != wanted, wanted { wake.raise() }
    }

    private func run(name: String, deadline: Deadline) {
        cnats_block_signals()
        let number = Link.all.add(self)
        defer {
            Link.all.remove(number)
            unsafe cnats_leave_thread(library.table)
        }
        let connection: Handle
        do { connection = try connect(number, name: name, deadline: deadline) } catch {
            finish(error)
            return
        }
        state.withLock { $0.connection = connection }
        ready.raise()
        loop(connection)
        let reason = whyEnded(connection)
        shutDown(connection)
        state.withLock { state in
            state.connection = nil
            for (number, subscription) in state.subscriptions {
                Receivers.all.remove(number)
                unsafe cnats_unsubscribe(library.table, subscription.pointer)
            }
            state.subscriptions = [:]
        }
        finish(reason)
        unsafe cnats_close(library.table, connection.pointer)
    }

    /// Reads and writes until the connection is over or `stop` was called.
    private func loop(_ connection: Handle) {
        while !isStopping.load(ordering: .acquiring), !isClosed(connection) {
            let writes = wantsWriting.load(ordering: .acquiring)
            var descriptors = [
                pollfd(fd: descriptor.load(ordering: .acquiring), events: Int16(POLLIN) | (writes ? Int16(POLLOUT) : 0), revents: 0),
                pollfd(fd: wake.fileDescriptor, events: Int16(POLLIN), revents: 0),
            ]
            // Two descriptors in an array that outlives the call.
            guard unsafe poll(&descriptors, 2, -1) > 0 else { continue }
            if descriptors[1].revents != 0 { wake.lower() }
            if descriptors[0].revents & ~Int16(POLLOUT) != 0 {
                unsafe cnats_can_read(library.table, connection.pointer)
                noteDenials(connection)
            }
            if descriptors[0].revents & Int16(POLLOUT) != 0 { unsafe cnats_can_write(library.table, connection.pointer) }
        }
    }

    private func isClosed(_ connection: Handle) -> Bool { unsafe cnats_is_closed(library.table, connection.pointer) }

    /// Makes libnats see the end of the connection. Its own close would first wait half a second for an answer to a ping.
    private func shutDown(_ connection: Handle) {
        guard !isClosed(connection) else { return }
        shutdown(descriptor.load(ordering: .acquiring), Int32(SHUT_RDWR))
        // What had arrived is read first, a buffer at a time.
        for _ in 0..<1000 where !isClosed(connection) { unsafe cnats_can_read(library.table, connection.pointer) }
    }

    private func whyEnded(_ connection: Handle) -> NATSError {
        if !isClosed(connection) { return NATSError(.closed, "the connection to \(server) was closed") }
        let (status, text) = lastError(connection)
        return ended(status, text)
    }

    /// Tells everyone who waits.
    private func finish(_ error: NATSError) {
        let mailboxes = state.withLock { state in
            state.end = error
            return Array(state.mailboxes.values)
        }
        for mailbox in mailboxes { mailbox.end(error) }
        ready.raise()
    }
}
