import JSONKit
import Mesh
import PythonOracle
import TestSupport
import Testing

@Suite(.ownThread, .enabled(if: PythonOracle.isAvailable, Comment(rawValue: PythonOracle.missing)))
struct OutboxPythonTests {
    /// The reading that facts.md describes ("Reading"), in Python's own words: one outbox a line in hexadecimal. Each LF-separated line
    /// that is not UTF-8 is left out, which is ours; `jarvis` is null where the whole file would not decode.
    static let script = """
        import json, sys

        def fold(text):
            records, events = 0, {}
            for line in text.splitlines():
                line = line.strip()
                if not line:
                    continue
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                if not isinstance(record, dict) or 'event_id' not in record:
                    continue
                event_id = str(record['event_id']).strip()
                if not event_id:
                    continue
                records += 1
                events[event_id] = str(record.get('status'))
            return [records, list(events.items())]

        def decoded(data):
            try:
                return data.decode('utf-8')
            except UnicodeDecodeError:
                return None

        with open(sys.argv[1]) as questions, open(sys.argv[2], 'w') as answers:
            for question in questions:
                data = bytes.fromhex(question)
                lines = [decoded(line) for line in data.split(b'\\n')]
                ours = fold('\\n'.join(line for line in lines if line is not None))
                whole = decoded(data)
                answer = {'ours': ours, 'skipped': lines.count(None), 'jarvis': None if whole is None else fold(whole)}
                answers.write(json.dumps(answer) + '\\n')
        """

    @Test("Random outboxes, whole and damaged, fold as Python's reading of them does", arguments: [1, 2, 3, 4] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = OutboxGenerator(random: TestRandom(seed: seed))
        let outboxes = (0..<1500).map { _ in generator.outbox() }
        let hex = outboxes.map { bytes in bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n" }.joined()
        let answers = try PythonOracle.run(Self.script, input: Array(hex.utf8)).split(separator: UInt8(ascii: "\n"))
        try #require(answers.count == outboxes.count)
        var records = 0
        var unreadable = 0
        var hidden = 0
        for (outbox, answer) in zip(outboxes, answers) {
            let expected = try JSONReader(.python).read(Array(answer))
            let fold = OutboxVectorTests.fold(outbox, chunk: generator.random.pick([1, 3, 50, 10_000]))
            let mine: JSONValue = [fold.records.json, fold.events.map { [$0.eventID.json, $0.status.text.json] as JSONValue }.json]
            #expect(mine == expected["ours"], "\(String(decoding: outbox, as: UTF8.self).debugDescription)")
            #expect(fold.invalidUTF8Lines == expected["skipped"]?.int)
            #expect(fold.jarvisSeesNothing == expected["jarvis"]?.isNull)
            if !fold.jarvisSeesNothing { #expect(mine == expected["jarvis"]) }
            records += fold.records
            unreadable += fold.unreadableLines
            hidden += fold.jarvisSeesNothing ? 1 : 0
        }
        // The generator is worth something only while all of these happen often.
        #expect(records > 1000)
        #expect(unreadable > 500)
        #expect(hidden > 30)
    }
}
