import ProcessKit
import SystemKit
import TestSupport
import Testing

/// Bytes in and out, in all amounts.
@Suite(.ownThread) struct StreamTests {
    @Test("Of 300 MB the first and the last bytes are kept")
    func large() throws {
        try Fixture.with { fixture in
            let script = """
                import sys
                line = b"x" * 1023 + b"\\n"
                sys.stdout.buffer.write(b"FIRST\\n")
                for _ in range(300): sys.stdout.buffer.write(line * 1024)
                sys.stdout.buffer.write(b"LAST\\n")
                """
            let result = try run(fixture.python(script), limits: OutputLimits(headBytes: 10_000, tailBytes: 20_000))
            #expect(result.ending == .exited(0))
            let output = result.standardOutput
            #expect(output.totalBytes == 300 * 1024 * 1024 + 11)
            #expect(output.head.count == 10_000 && output.tail.count == 20_000)
            #expect(output.head.starts(with: "FIRST\nxxx".utf8))
            #expect(String(decoding: output.tail.suffix(7), as: UTF8.self) == "x\nLAST\n")
            #expect(output.isTruncated)
            #expect(output.text.contains("\n[... \(300 * 1024 * 1024 + 11 - 30_000) bytes left out ...]\n"))
        }
    }

    @Test("Bytes that are not UTF-8 come back as they are, and as U+FFFD in the text")
    func invalid() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell(#"printf 'a\377\300b\000c\342\202'"#))
            #expect(result.standardOutput.head == [0x61, 0xFF, 0xC0, 0x62, 0x00, 0x63, 0xE2, 0x82])
            #expect(result.standardOutput.text == "a\u{FFFD}\u{FFFD}b\0c\u{FFFD}")
        }
    }

    @Test("A program reads its input to the end, whatever its size", arguments: [1, 65_536, 5_000_000])
    func input(size: Int) throws {
        try Fixture.with { fixture in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let result = try run(fixture.shell("cat", input: bytes), limits: OutputLimits(headBytes: size, tailBytes: 0))
            #expect(result.ending == .exited(0))
            #expect(result.standardOutput.head == bytes)
        }
    }

    @Test("Without input there is nothing to read")
    func noInput() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("readlink /proc/self/fd/0; cat"))
            #expect(result.standardOutput.text == "/dev/null\n")
        }
    }

    @Test("A program that does not read its input to the end is no failure, and no SIGPIPE for us")
    func unreadInput() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("head -c 3; exec <&-; sleep 0.1", input: [UInt8](repeating: 0x61, count: 3_000_000)))
            #expect(result.ending == .exited(0))
            #expect(result.standardOutput.text == "aaa")
        }
    }

    @Test("A program that closes its outputs is waited for all the same")
    func closedOutputs() throws {
        try Fixture.with { fixture in
            let result = try run(fixture.shell("exec >&- 2>&-; sleep 0.2; exit 4"))
            #expect(result.ending == .exited(4))
            #expect(result.durationMilliseconds >= 200)
        }
    }

    @Test("Two hundred runs leave no descriptor open")
    func descriptors() throws {
        try Fixture.with { fixture in
            let before = try Files.list("/proc/self/fd").count
            for _ in 0..<200 {
                let result = try run(Command("true", environment: fixture.environment, input: [1]))
                #expect(result.ending == .exited(0))
            }
            // Other tests run in this process: their descriptors come and go by the dozen, a leak would be 200 at least.
            let deadline = Deadline.after(milliseconds: 10_000)
            let never = try Cancellation()
            while try Files.list("/proc/self/fd").count >= before + 100, !deadline.hasPassed {
                _ = never.wait(until: .after(milliseconds: 20))
            }
            #expect(try Files.list("/proc/self/fd").count < before + 100)
        }
    }
}
