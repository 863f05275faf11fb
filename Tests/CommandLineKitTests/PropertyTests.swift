import CommandLineKit
import TestSupport
import Testing

/// A small generator with a seed, so that a failure can be seen again.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite(.ownThread) struct PropertyTests {
    private static let pieces = [
        "", "-", "--", "---", "--=", "-=", "--=x", "=", "list", "ls", "mesh", "retry", "tail", "status", "diagnose", "help", "tune", "-n",
        "-n5", "-nq", "-o", "-ojson", "-o=json", "json", "--limit", "--limit=3", "5", "-5", "-.5", "-1e9", "--dry-run", "--no-color", "-h",
        "--help", "--help=", "--version", "-vvv", "-\u{301}", "--\u{301}x", "\u{FFFD}", "\u{0}", "-\u{1F469}\u{200D}\u{1F4BB}", "--raw",
        "--hosts", "-é", "--é=", "\u{1B}[2J", "9999999999999999999999", "--confirm", "--tags", "--low", "--high",
    ]

    @Test("Any words give a command, or an error that ends with 0 or 64", arguments: 0..<40)
    func anyWords(_ seed: Int) throws {
        var random = Seeded(state: UInt64(seed))
        for _ in 0..<50 {
            var words: [String] = []
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                var word = Self.pieces.randomElement(using: &random) ?? ""
                if Int.random(in: 0..<6, using: &random) == 0 { word += Self.pieces.randomElement(using: &random) ?? "" }
                words.append(word)
            }
            guard let error = failure(words) else { continue }
            let code = Ops.exitCode(for: error).rawValue
            #expect(code == 0 || code == 64, "\(words)")
            #expect(!Ops.fullMessage(for: error).isEmpty, "\(words)")
            let message = Ops.fullMessage(for: error)
            #expect(!message.unicodeScalars.contains { $0.value < 32 && $0 != "\n" }, "\(words)")
            if code == 0 { #expect(words.contains { $0.contains("h") || $0.contains("version") }, "\(words)") }
        }
    }

    @Test(
        "10,000 arguments, and one of a million letters",
        arguments: [
            Array(repeating: "x", count: 10_000), Array(repeating: "--confirm=x", count: 10_000), Array(repeating: "-x", count: 10_000),
            Array(repeating: "--", count: 10_000), Array(repeating: "mesh", count: 10_000), [String(repeating: "-h", count: 500_000)],
            ["-" + String(repeating: "h", count: 100_000)], [String(repeating: "é", count: 1_000_000)],
        ])
    func large(_ words: [String]) throws {
        for prefix in [[], ["diagnose"], ["list"], ["mesh"]] {
            guard let error = failure(prefix + words) else { continue }
            let code = Ops.exitCode(for: error).rawValue
            #expect(code == 0 || code == 64)
            #expect(Ops.fullMessage(for: error).utf8.count < 10_000)
        }
        let diagnose = try Diagnose.parse(Array(repeating: "x", count: 10_000))
        #expect(diagnose.id.count == 10_000)
    }

    @Test("Moving an option to any place of the line changes nothing")
    func anyPlace() throws {
        let base = ["mesh", "retry", "--reseal"]
        for first in 0...base.count {
            for second in 0...(base.count + 2) {
                var words = base
                words.insert(contentsOf: ["--limit", "7"], at: first)
                // Between an option and its value there is no place.
                guard second != first + 1 else { continue }
                words.insert("-nojson", at: second)
                let retry = try #require(try Ops.parseAsRoot(words) as? Retry, "\(words)")
                #expect(retry.limit == 7 && retry.reseal && retry.global.dryRun && retry.global.output == .json)
            }
        }
    }
}
