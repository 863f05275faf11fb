import Glibc
import Synchronization
import SystemKit
import TestSupport
import Testing

/// Streams whose reader takes its time, or takes nothing.
@Suite(.ownThread) struct OutputStreamTests {
    private func withPipe(_ body: (_ reader: Int32, _ writer: Int32) throws -> Void) throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        try body(ends[0], ends[1])
    }

    @Test("A text longer than the pipe arrives whole, and the flags of the pipe stay as they were")
    func whole() throws {
        try withPipe { reader, writer in
            let text = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            let thread = try BlockingThread { () -> Bool in
                (try? OutputStream(fileDescriptor: writer).write(text)) != nil
            }
            var got: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 7000)
            while got.count < text.count {
                let count = read(reader, &buffer, buffer.count)
                guard count > 0 else { break }
                got += buffer[..<count]
            }
            #expect(got == text)
            #expect(thread.value())
            #expect(fcntl(writer, F_GETFL) & O_NONBLOCK == 0)
        }
    }

    @Test("Nobody reads: the cancellation ends the wait, and what is written afterwards waits no more")
    func cancelled() throws {
        try withPipe { _, writer in
            let cancellation = try Cancellation()
            let stream = OutputStream(fileDescriptor: writer).notWaiting(after: cancellation)
            let thread = try BlockingThread { () -> Int32 in
                do throws(SystemError) {
                    try stream.write([UInt8](repeating: 0x78, count: 1 << 20))
                    return 0
                } catch { return error.code }
            }
            try waitUntil("the pipe is full") {
                var bytes: Int32 = 0
                return ioctl(writer, UInt(FIONREAD), &bytes) == 0 && bytes >= 1 << 16
            }
            cancellation.cancel()
            #expect(thread.value() == EAGAIN)
            #expect(stream.hasTaken)
            let error = #expect(throws: SystemError.self) { try stream.write("more") }
            #expect(error?.code == EAGAIN)
        }
    }

    @Test("A reader that takes its time gets all of it after the cancellation too")
    func slow() throws {
        try withPipe { reader, writer in
            let cancellation = try Cancellation()
            cancellation.cancel()
            let stream = OutputStream(fileDescriptor: writer).notWaiting(after: cancellation)
            let thread = try BlockingThread { () -> Bool in (try? stream.write([UInt8](repeating: 0x78, count: 200_000))) != nil }
            var buffer = [UInt8](repeating: 0, count: 50_000)
            var total = 0
            while total < 200_000 {
                let count = read(reader, &buffer, buffer.count)
                guard count > 0 else { break }
                total += count
            }
            #expect(total == 200_000)
            #expect(thread.value())
        }
    }

    @Test("A reader that is gone is an error at once")
    func gone() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        let error = #expect(throws: SystemError.self) { try OutputStream(fileDescriptor: ends[1]).write("x") }
        #expect(error?.code == EPIPE)
    }
}
