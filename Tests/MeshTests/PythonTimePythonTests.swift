import JSONKit
import Mesh
import PythonOracle
import TestSupport
import Testing

@Suite(.ownThread, .enabled(if: PythonOracle.isAvailable, Comment(rawValue: PythonOracle.missing)))
struct PythonTimePythonTests {
    /// Answers microseconds as text, and what `isoformat` makes of them; null where it refuses.
    static let script = """
        import json, sys
        from datetime import datetime, timedelta, timezone

        START = datetime(1970, 1, 1, tzinfo=timezone.utc)

        def answer(text):
            try:
                parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
                utc = (parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
            except (ValueError, OverflowError):
                return None
            return [str((utc - START) // timedelta(microseconds=1)), utc.isoformat()]

        with open(sys.argv[1]) as questions, open(sys.argv[2], 'w') as answers:
            json.dump([answer(text) for text in json.load(questions)], answers)
        """

    static func compare(_ texts: [JSONString]) throws -> (taken: Int, refused: Int) {
        let answers = try JSONReader().read(PythonOracle.run(script, input: JSONWriter.outbox.bytes(texts.json))).array ?? []
        try #require(answers.count == texts.count)
        var taken = 0
        for (text, answer) in zip(texts, answers) {
            let mine = PythonTime.microseconds(text)
            #expect(mine.map { String($0) } == answer[0]?.text, "\(text.text.debugDescription)")
            if let mine { #expect(PythonTime.isoformat(mine) == answer[1]?.text) }
            taken += answer.isNull ? 0 : 1
        }
        return (taken, texts.count - taken)
    }

    @Test("Times in every form, and with characters changed, are read as Python reads them", arguments: 1...6)
    func random(seed: Int) throws {
        var generator = TimeGenerator(random: TestRandom(seed: UInt64(seed)))
        let counts = try Self.compare((0..<20_000).map { _ in generator.text() })
        #expect(counts.taken > 3000)
        #expect(counts.refused > 3000)
    }

    @Test("Every week date near a new year is Python's day")
    func weeks() throws {
        var texts: [String] = []
        for year in [1, 2, 4, 1600, 1900, 1999, 2000, 2004, 2009, 2015, 2020, 2026, 9998, 9999] {
            let digits = String(repeating: "0", count: 4 - String(year).count) + String(year)
            for week in ["00", "01", "02", "52", "53", "54"] {
                texts += [digits + "-W" + week, digits + "W" + week]
                for day in 0...8 { texts += ["\(digits)-W\(week)-\(day)", "\(digits)W\(week)\(day)", "\(digits)-W\(week)-\(day)T01:02"] }
            }
        }
        #expect(try Self.compare(texts.map { JSONString($0) }).taken > 500)
    }
}

/// Texts that are times, nearly times, or were.
struct TimeGenerator {
    var random: TestRandom

    mutating func text() -> JSONString {
        var text = date()
        if random.below(10) > 0 {
            text += [random.pick(["T", "T", "T", "T", " ", "t", "-", "5", "W", "é", "☃", "😀", "\0", "Z", "+", ":"])] + clock()
            switch random.below(4) {
            case 0: text += [random.pick(["Z", "Z", "z"])]
            case 1, 2: text += [random.pick(["+", "-"])] + clock()
            default: break
            }
        }
        var points = text.joined().unicodeScalars.map(\.value)
        if random.below(4) == 0 { for _ in 0...random.below(2) { spoil(&points) } }
        return JSONString(codePoints: points) ?? ""
    }

    private mutating func date() -> [String] {
        let year = random.pick(["2026", "2024", "2000", "1900", "2026", "0001", "9999", "0000", number(4)])
        let joint = random.pick(["-", "-", ""])
        let week = random.pick(["01", "26", "52", "53", number(2)])
        switch random.below(5) {
        case 0: return [year, joint, "W", week, joint, String(random.below(9))]
        case 1: return [year, joint, "W", week]
        default:
            let month = random.pick(["01", "02", "03", "07", "11", "12", number(2)])
            let day = random.pick(["01", "14", "28", "28", "29", "31", number(2)])
            return [year, joint, month, random.below(10) > 0 ? joint : "-", day]
        }
    }

    private mutating func clock() -> [String] {
        let joint = random.pick([":", ":", ""])
        var parts = [random.pick(["00", "09", "12", "23", "23", number(2)])]
        for _ in 0..<random.below(4) {
            parts += [random.below(10) > 0 ? joint : ":", random.pick(["00", "26", "30", "59", "59", "60", number(2)])]
        }
        if random.below(3) == 0 { parts += [random.pick([".", ".", ",", ":"]), number(random.below(9))] }
        return parts
    }

    private mutating func number(_ digits: Int) -> String { (0..<digits).map { _ in String(random.below(10)) }.joined() }

    private mutating func spoil(_ points: inout [UInt32]) {
        let at = random.below(points.count + 1)
        if random.below(2) == 0, at < points.count { points.remove(at: at) }
        if random.below(2) == 0 {
            points.insert(
                random.pick([0x30, 0x39, 0x3A, 0x2D, 0x2B, 0x2E, 0x2C, 0x57, 0x5A, 0, 0x20, 0xE9, 0x663, 0xD800, 0xDC80]), at: at)
        }
    }
}
