import Journal
import SystemKit
import TestSupport
import Testing

/// Not some rows but all: a whole journal is changed in every place, one change at a time.
@Suite(.ownThread) struct EveryValueTests {
    /// Makes one tampered copy of the state directory per change, and prints for each: its directory, the row, and what was done.
    static let script = """
        import os, shutil, sqlite3, sys
        state, out = sys.argv[1], sys.argv[2]
        tables = ['runs', 'steps', 'observations', 'decisions', 'approvals', 'evidence']
        names = {t: ['id', 'sha256', 'bytes'] if t == 'evidence' else
                 ['seq', 'run', 'step', 'event', 'at', 'body', 'evidence', 'previous', 'hash'] for t in tables}
        count = 0
        def change(row, what, *statements):
            global count
            copy = f'{out}/{count}'
            count += 1
            shutil.copytree(state, copy)
            c = sqlite3.connect(copy + '/journal.db', isolation_level=None)
            c.execute('pragma synchronous = off')
            for sql, values in statements: c.execute(sql, values)
            c.close()
            print(copy, row, what.replace(' ', '_'))
        def others(value):
            if value is None: return ['x', 0, b'']
            if isinstance(value, int): return [value + 1, value - 1, 'x', -value]
            if isinstance(value, bytes): return [value[:-1], value + b'x', bytes([value[0] ^ 1]) + value[1:], value.decode('latin-1')]
            flipped = ('y' if value[0] == 'x' else 'x') + value[1:]
            return [value + ' ', value[:-1], flipped, value.upper() if value.upper() != value else value + 'x', value.encode(), None]
        c = sqlite3.connect(state + '/journal.db')
        rows = {t: c.execute(f'select * from {t}').fetchall() for t in tables}
        c.close()
        top = max(r[0] for t in tables[:5] for r in rows[t])
        for t in tables:
            key = names[t][0]
            for r in rows[t]:
                for i, name in enumerate(names[t]):
                    for other in others(r[i]):
                        if i == 0 and not isinstance(other, int): continue
                        if other is None and name != 'step': continue
                        if i == 0 and any(x[0] == other for x in rows[t]): continue
                        if t == 'evidence' and name == 'bytes' and isinstance(other, str) is False and other == r[i]: continue
                        change(r[0], f'{t} {name} edited', (f'update {t} set {name} = ? where {key} = ?', (other, r[0])))
                change(r[0], f'{t} deleted', (f'delete from {t} where {key} = ?', (r[0],)))
                if t != 'evidence':
                    change(top + 1, f'{t} copied to the end', (f'insert into {t} values({",".join("?" * 9)})', (top + 1,) + r[1:]))
                    for u in tables[:5]:
                        if u != t:
                            change(r[0], f'{t} copied to {u}', (f'insert into {u} values({",".join("?" * 9)})', r))
            for a, b in zip(rows[t], rows[t][1:]):
                move = f'update {t} set {key} = ? where {key} = ?'
                change(a[0], f'{t} swapped', (move, (-1, a[0])), (move, (a[0], b[0])), (move, (b[0], -1)))
        """

    @Test("Whatever value is edited, whatever row removed, copied or swapped: it is found, at its row")
    func everything() throws {
        try Fixture.with { fixture in
            try fixture.filled(runs: 2)
            let out = try fixture.makeDirectory("out")
            let lines = try PythonServer.run(Self.script, in: fixture, name: "every", arguments: [fixture.state, out])
                .split(separator: "\n")
            #expect(lines.count > 900)
            for line in lines {
                let words = line.split(separator: " ")
                let row = Int(words[1])
                let check = try Journal.verify(directory: String(words[0]), deadline: .generous)
                // A row that was moved is named by where it stands and by where it stood.
                let isNamed = check.findings.contains { $0.row == row || $0.message.contains("written at place \(words[1]) ") }
                #expect(isNamed, "\(line): \(check.findings)")
            }
        }
    }

    @Test("A database with damaged bytes is refused or read, never crashed upon; if nothing is found, nothing is lost")
    func damagedBytes() throws {
        try Fixture.with { fixture in
            let head = try fixture.filled(runs: 2)
            let whole = try Files.read(fixture.database)
            var random = Seeded(state: 4)
            for _ in 0..<300 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                try fixture.write(bytes, to: "state/jarvis-ops/journal.db", mode: 0o600)
                let check = try fixture.verify()
                if check.findings.isEmpty {
                    let journal = try #require(try Journal.openForReading(directory: fixture.state, deadline: .generous))
                    #expect(try journal.head() == head)
                    #expect(try journal.rows(run: "run-2").map(\.seq) == Array(12...22))
                }
            }
        }
    }
}

/// The same numbers in every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
