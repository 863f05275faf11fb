import PythonOracle
import TestSupport
import Testing

@testable import Configuration

/// Random files and random edits; what docker-compose's own reader makes of them is asked of that reader.
@Suite(.ownThread) struct DotEnvPropertyTests {
    @Test("An edit sets the value, keeps every other line's bytes, and can be taken back", arguments: 1...4)
    func edits(seed: Int) throws {
        var random = TestRandom(seed: UInt64(seed))
        var edited = 0
        for _ in 0..<4000 {
            let bytes = file(&random)
            let name = random.pick(["A", "B", "A_B"])
            let value = random.pick(["", "0", "1", "true", "a.b:/c@d-_"])
            guard let edit = try? DotEnvEditor.set(name: name, value: value, in: bytes) else { continue }
            edited += 1
            #expect(DotEnv(edit.bytes)[name] == value, "\(bytes)")
            #expect(try edit.undo.apply(to: edit.bytes) == bytes, "\(bytes)")
            let (before, after) = (lines(bytes), lines(edit.bytes))
            if edit.oldLine == nil {
                #expect(edit.bytes.starts(with: bytes), "\(bytes)")
            } else {
                #expect(
                    before.count == after.count && zip(before, after).enumerated().allSatisfy { $0 == edit.line - 1 || $1.0 == $1.1 },
                    "\(bytes)")
                #expect(before[edit.line - 1] == edit.oldLine.map(Array.init), "\(bytes)")
            }
            // The same edit again finds nothing to do.
            #expect(try !DotEnvEditor.set(name: name, value: value, in: edit.bytes).isChange, "\(bytes)")
        }
        #expect(edited > 1500)
    }

    @Test("docker-compose's reader sees the new value and everything else as before", .enabled(if: hasDotEnv, "no python-dotenv here"))
    func comparedWithPython() throws {
        var random = TestRandom(seed: 99)
        var rows: [String] = []
        var input: [UInt8] = []
        for _ in 0..<6000 {
            let bytes = file(&random)
            let name = random.pick(["A", "B", "A_B"])
            let value = random.pick(["", "0", "1", "a.b:/c@d-_"])
            guard let edit = try? DotEnvEditor.set(name: name, value: value, in: bytes) else { continue }
            input += Array("\(hexadecimal(bytes)) \(hexadecimal(edit.bytes)) \(name) \(value)\n".utf8)
            rows.append(String(decoding: bytes, as: UTF8.self))
        }
        let answers = try PythonOracle.run(comparison, input: input).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        #expect(answers.count == rows.count && rows.count > 2000)
        for (row, answer) in zip(rows, answers) where answer != "ok" { Issue.record("\(row.debugDescription): \(answer)") }
    }

    @Test("Assignments are found where docker-compose's reader finds them", .enabled(if: hasDotEnv, "no python-dotenv here"))
    func scannerComparedWithPython() throws {
        var random = TestRandom(seed: 7)
        let files = (0..<8000).map { _ in file(&random) }
        let input = files.map { Array((hexadecimal($0) + "\n").utf8) }.flatMap(\.self)
        let answers = try PythonOracle.run(scanning, input: input).split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(answers.count == files.count + 1)
        for (file, answer) in zip(files, answers) {
            let found = DotEnvScanner(file).bindings.map { binding -> String in
                let name = hexadecimal(Array(file[binding.name]))
                guard let value = binding.value else { return name + ":none" }
                let text = Array(file[value.text])
                // A comment right after the `=` is a value there, and none here.
                let isComment = value.form == .plain && text.isEmpty && file[value.text.upperBound...].first == UInt8(ascii: "#")
                return name + (value.form == .quoted || isComment ? ":some" : ":" + hexadecimal(text))
            }
            #expect(
                found.joined(separator: " ") == String(decoding: answer, as: UTF8.self),
                "\(String(decoding: file, as: UTF8.self).debugDescription)")
        }
    }

    /// Mostly sensible lines, some odd ones.
    private func file(_ random: inout TestRandom) -> [UInt8] {
        let pieces: [String] = [
            "A", "B", "A_B", "=", "=", "=", "1", "true", "x y", " ", "\t", "#", " # note", "\"", "'", "\\", "\\\"", "\\'", "export ",
            "export\t", "\u{A0}",
            "\u{2003}", "\u{C}", "\u{1C}", "é", "=\u{301}", "$A", "\u{0}",
        ]
        let plain = [
            "A=0", "B=2", "A_B=x", "export A=1", "A = 2 # note", "B=\"q # r\"", "A='s'", "# A=1", "", "B=", "A_B= # c", "nonsense",
            "C=\"x\ny\"",
        ]
        let end = random.pick(["\n", "\n", "\r\n", "\r"])
        var bytes: [UInt8] = random.below(8) == 0 ? [0xEF, 0xBB, 0xBF] : []
        for _ in 0..<random.below(7) {
            if random.below(3) > 0 {
                bytes += Array(random.pick(plain).utf8)
            } else {
                for _ in 0..<random.below(7) { bytes += Array(random.pick(pieces).utf8) }
            }
            bytes += Array((random.below(20) == 0 ? random.pick(["", "\n", "\r", "\r\n"]) : end).utf8)
        }
        // Not a piece of the mark at the beginning, of which Python makes nothing at all.
        if bytes.count > 3, random.below(3) == 0 { bytes.removeLast() }
        return bytes
    }

    private func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index < bytes.count {
            if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
            if bytes[index] == 0x0A || bytes[index] == 0x0D { lines.append([]) } else { lines[lines.count - 1].append(bytes[index]) }
            index += 1
        }
        return lines
    }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.isEmpty ? "-" : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// Whether docker-compose's reader is installed.
let hasDotEnv: Bool = {
    let answer = try? PythonOracle.run("import sys, dotenv; open(sys.argv[2], 'w').write('yes')", input: [])
    return answer == Array("yes".utf8)
}()

private let reading = """
    import io, re, sys
    def text(field, newline=None):
        data = b'' if field == '-' else bytes.fromhex(field)
        return io.TextIOWrapper(io.BytesIO(data), encoding='utf-8-sig', errors='replace', newline=newline)

    """

private let comparison =
    reading + """
        from dotenv import dotenv_values
        with open(sys.argv[2], 'w') as out:
            for row in open(sys.argv[1]).read().split('\\n')[:-1]:
                before, after, name, value = row.split(' ')
                old = dotenv_values(stream=text(before), interpolate=False)
                new = dotenv_values(stream=text(after), interpolate=False)
                rest = lambda values: {k: v for k, v in values.items() if k != name}
                good = new.get(name) == value and rest(old) == rest(new)
                print('ok' if good else ascii((old, new)), file=out)
        """

private let scanning =
    reading + """
        from dotenv.parser import parse_stream
        dash = lambda s: s.encode().hex() or '-'
        start = r"\\s*(?:export[^\\S\\r\\n]+)?('[^']+'|[^=\\#\\s]+)[^\\S\\r\\n]*(=[^\\S\\r\\n]*)?"
        with open(sys.argv[2], 'w') as out:
            for row in open(sys.argv[1]).read().split('\\n')[:-1]:
                found = []
                for b in parse_stream(text(row, newline='')):
                    if b.error or b.key is None: continue
                    head = re.match(start, b.original.string)
                    raw = b.original.string[head.end():] if b.value is not None else ''
                    form = 'none' if b.value is None else 'some' if raw[:1] in ('"', "'", '#') else dash(b.value)
                    found.append(dash(b.key) + ':' + form)
                print(' '.join(found), file=out)
        """
