import TestSupport
import Testing

@testable import Runbook

/// Options are told from values and names as the programs tell them, and doubt is refused.
@Suite(.ownThread) struct KnownOptionsTests {
    private static let options = KnownOptions(flags: "ab", valued: "n", long: ["--all"], longValued: ["--lines"])

    @Test(
        "What is known leaves the operands",
        arguments: [
            ("x y", ["x", "y"]), ("-a x -b", ["x"]), ("-ab --all x", ["x"]), ("-n 5 x", ["x"]), ("-n5 x", ["x"]), ("-an5 x", ["x"]),
            ("-abn 5 x", ["x"]), ("--lines 5 x", ["x"]), ("--lines=5 x", ["x"]), ("--lines= x", ["x"]), ("-n -5 x", ["x"]),
            ("-n +5 x", ["x"]), ("- x", ["-", "x"]), ("-a -- -n --evil", ["-n", "--evil"]), ("", []),
        ] as [(String, [String])])
    func known(line: String, operands: [String]) { #expect(parse(line) == operands) }

    @Test(
        "What is not known, lacks its value, or may be an option itself is refused",
        arguments: [
            "-c", "-ac", "--al", "--all=true", "--all=", "--line 5", "--lines", "-n", "-an", "-n -a", "-n --all", "-n --rotate", "-n -",
            "-n +", "-n -5x", "-n -r5", "--lines --all", "--lines -a", "+5", "+r", "-a=1",
        ])
    func refused(line: String) { #expect(parse(line) == nil) }

    @Test("An option is given by its listed name and with its value, the last one last")
    func given() {
        let parsed = KnownOptionsTests.options.parse(["-an5", "--lines", "6", "--lines=7", "x"])
        #expect(parsed?.has("-a") == true && parsed?.has("-b", "--all") == false)
        #expect(parsed?.values(of: "-n", "--lines") == ["5", "6", "7"])
    }

    private func parse(_ line: String) -> [String]? {
        KnownOptionsTests.options.operands(line.split(separator: " ").map(String.init))
    }
}
