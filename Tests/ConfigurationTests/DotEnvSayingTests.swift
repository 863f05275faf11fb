import PythonOracle
import TestSupport
import Testing

@testable import Configuration

/// The one strict reader: a value is one only where docker-compose and python-dotenv read the same from the same line.
@Suite(.ownThread) struct DotEnvSayingTests {
    private static let name = "JARVIS_USE_MESH_SYNC"

    @Test(
        "What readers agree about is a value with its line, what they read differently is unclear, with the line too",
        arguments: [
            ("", .absent), ("OTHER=1\n", .absent), ("# X=1\n", .absent),
            ("X=1\n", .value("1", line: 1)), ("A=2\nX=1", .value("1", line: 2)), ("export X='yes'\r\n", .value("yes", line: 1)),
            ("X=1\nX=0\n", .value("0", line: 2)), ("X= 1 # note\n", .value("1", line: 1)), ("X=\n", .value("", line: 1)),
            ("\u{FEFF}A=1\nX=1\n", .value("1", line: 2)),
            // A line of another variable's value is no line of its own, and what stands before it counts for docker-compose.
            ("X=1\nNOTE=\"first\nX=0\nlast\"\n", .unclear("", line: 3)), ("\u{FEFF}X=1\n", .unclear("", line: 1)),
            ("'X'=1\n", .unclear("", line: 1)), ("A=1\nX=${A}\n", .unclear("", line: 2)), ("X=\"${A:-1}\"\n", .unclear("", line: 1)),
            ("X=$A\n", .unclear("", line: 1)), ("X\n", .unclear("", line: 1)), ("X=\"1\\n\"\n", .unclear("", line: 1)),
            ("X=\"a\nb\"\n", .unclear("", line: 1)),
        ] as [(String, DotEnv.Saying)])
    func says(text: String, expected: DotEnv.Saying) {
        let said = DotEnv(text.replacing("X", with: Self.name)).says(Self.name)
        switch (said, expected) {
        case (.unclear(let why, let line), .unclear(_, let expected)):
            #expect(line == expected && why.contains("\(line)"), "\(said)")
        default: #expect(said == expected)
        }
    }

    @Test(
        "No value and no absence is told that python-dotenv or docker-compose read otherwise",
        .enabled(if: hasDotEnv, "NOT TESTED: the strict reader against python-dotenv, which is not installed"))
    func comparedWithPython() throws {
        var random = TestRandom(seed: 2026)
        let pieces = [
            "A", "B", "=", "=", "=", "1", "0", " ", "\t", "#", " # n", "\"", "'", "\\", "export ", "\u{FEFF}", "${B}", "$", "${", "}", "\n",
            "\n", "\n", "\r\n", "\r", "A=1\n", "A=0\n", "B=\"x\n", "'A'=1\n", "A", ":", "é",
        ]
        let files = (0..<6000).map { _ in Array((0..<Int.random(in: 0..<14, using: &random)).map { _ in random.pick(pieces) }.joined().utf8)
        }
        let input = files.map { Array((hexadecimal($0) + "\n").utf8) }.flatMap(\.self)
        let answers = try PythonOracle.run(Self.reading, input: input).split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(answers.count == files.count + 1)
        var told = 0
        for (file, answer) in zip(files, answers) {
            let said: String
            switch DotEnv(file).says("A") {
            case .absent: said = "absent"
            case .value(let value, _): said = "value " + hexadecimal(Array(value.utf8))
            case .unclear: continue
            }
            told += 1
            for theirs in String(decoding: answer, as: UTF8.self).split(separator: "|") where theirs != "error" {
                #expect(said == theirs, "\(String(decoding: file, as: UTF8.self).debugDescription)")
            }
        }
        #expect(told > 3000, "\(told)")
    }

    /// As docker-compose reads an environment file, and as python-dotenv does by itself.
    private static let reading = """
        import io, os, sys
        from dotenv import dotenv_values
        os.environ.clear()
        def said(data, encoding):
            try:
                values = dotenv_values(stream=io.TextIOWrapper(io.BytesIO(data), encoding=encoding), interpolate=True)
            except UnicodeDecodeError:
                return "error"
            if "A" not in values: return "absent"
            value = values["A"]
            return "none" if value is None else "value " + (value.encode().hex() or "-")
        with open(sys.argv[2], "w") as out:
            for line in open(sys.argv[1]).read().split("\\n")[:-1]:
                data = bytes.fromhex(line.replace("-", ""))
                print(said(data, "utf-8-sig") + "|" + said(data, "utf-8"), file=out)
        """
}
