import TestSupport
import Testing

@testable import ProcessKit

@Suite(.ownThread) struct CaptureTests {
    private func capture(_ bytes: [UInt8], head: Int, tail: Int, chunk: Int = 3) -> CapturedOutput {
        let capture = OutputCapture(OutputLimits(headBytes: head, tailBytes: tail))
        var rest = bytes[...]
        while !rest.isEmpty {
            capture.append(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
        }
        return capture.output
    }

    @Test(
        "Head and tail are the first and last bytes, however they arrive",
        arguments: [1, 2, 3, 7, 100], [(0, 0), (0, 5), (5, 0), (4, 6), (50, 50), (50, 49)])
    func edges(chunk: Int, limits: (head: Int, tail: Int)) {
        let bytes = [UInt8](0..<100)
        let output = capture(bytes, head: limits.head, tail: limits.tail, chunk: chunk)
        #expect(output.head == Array(bytes.prefix(limits.head)))
        #expect(output.tail == Array(bytes.suffix(limits.tail)))
        #expect(output.totalBytes == 100)
        #expect(output.isTruncated == (limits.head + limits.tail < 100))
    }

    @Test("Memory stays bounded while 300 MB pass")
    func bounded() {
        let capture = OutputCapture(.standard)
        let chunk = [UInt8](repeating: 7, count: 65_536)
        for _ in 0..<4800 { capture.append(chunk[...]) }
        #expect(capture.output.totalBytes == 4800 * 65_536)
        #expect(capture.capacity < 1 << 20)
    }

    @Test(
        "A text that was cut shows no halves of characters and counts them as missing",
        arguments: [
            ("aé" + "mmmm" + "éz", 2, 2, "a\n[... 8 bytes left out ...]\n" + "z"),
            ("€uro" + "mmmm" + "uro€", 2, 3, "[... 13 bytes left out ...]\n€"),
            ("ab\n" + "mmmm" + "yz", 3, 2, "ab\n[... 4 bytes left out ...]\nyz"),
        ])
    func cut(text: String, head: Int, tail: Int, expected: String) {
        let output = capture(Array(text.utf8), head: head, tail: tail)
        #expect(output.text == expected)
    }

    @Test("A character across the border of head and tail is whole when nothing is missing")
    func border() {
        let output = capture(Array("a€b".utf8), head: 2, tail: 10)
        #expect(!output.isTruncated)
        #expect(output.text == "a€b")
    }
}
