import JSONKit
import SystemKit
import TestSupport
import Testing

/// The picture of `watch` as a person sees it: a terminal that understands what is drawn, and remembers all it ever showed.
@Suite(.ownThread) struct WatchTerminalTests {
    struct Seen {
        let code: Int
        /// Everything that stands there at the end, also what has scrolled away.
        let screen: [String]
        /// The pictures as they were drawn, one after the other.
        let pictures: [[String]]
        let widest: Int
        let isCursorVisible: Bool
        let hasColours: Bool
    }

    private func look(
        _ scenario: [String], _ watch: [String], columns: Int = 80, rows: Int = 24, key: String = "", after looks: Int = 2,
        in fixture: Fixture
    ) throws -> Seen {
        let script = try fixture.write(Self.terminal, to: "terminal.py")
        let output = fixture.path("seen.json")
        let run = try Run(
            ["drill"] + scenario + [
                "--", "/usr/bin/python3", script, output, "\(columns)", "\(rows)", key, "\(looks)", Checkout.program, "watch",
            ] + watch)
        #expect(run.code == 0, "\(run.output) \(run.errors)")
        let seen = try JSONReader().read(try Files.read(output))
        let lines: (JSONValue?) -> [String] = { ($0?.array ?? []).compactMap(\.text) }
        return Seen(
            code: seen["code"]?.int ?? -1, screen: lines(seen["screen"]), pictures: (seen["pictures"]?.array ?? []).map(lines),
            widest: seen["widest"]?.int ?? -1, isCursorVisible: seen["cursor"]?.bool ?? false, hasColours: seen["colours"]?.bool ?? false)
    }

    @Test("It is drawn in place, and Ctrl-C leaves the last picture, a last word and a cursor")
    func interrupted() throws {
        try Fixture.with { fixture in
            let seen = try look(["rate-limited"], ["provider-failures", "--interval", "300ms"], key: "\u{3}", in: fixture)
            #expect(seen.code == 130)
            #expect(seen.isCursorVisible && seen.hasColours)
            #expect(seen.widest < 80)
            let title = try #require(seen.screen.first)
            #expect(title.hasPrefix("Provider Failures  CONFIRMED  since "))
            #expect(seen.screen.count { $0.contains("Provider Failures") } == 1)
            let looks = try #require(seen.screen.first { $0.hasPrefix("  looks") })
            #expect(looks.contains("✗✗") && looks.hasSuffix("0 of 3 clear in a row"))
            #expect(seen.screen.contains { $0.hasPrefix("  because  Providers answer with rate limit errors") })
            for name in ["p95", "5xx", "limit"] {
                let row = try #require(seen.screen.first { $0.hasPrefix("  \(name) ") })
                #expect(row.contains { "▁▂▃▄▅▆▇█".contains($0) } && row.contains("min ") && row.contains("max ") && row.contains("last "))
            }
            #expect(!seen.screen.contains { $0.hasPrefix("  next") })
            #expect(seen.pictures.contains { $0.contains { $0.hasPrefix("  next     ") } })
            #expect(seen.screen.contains { $0.hasPrefix("stopped: provider-failures confirmed at the last look, after ") })
        }
    }

    @Test("Without colours it is the same picture; a narrow and low window cuts it and is not scrolled")
    func plainAndSmall() throws {
        try Fixture.with { fixture in
            let seen = try look(
                ["rate-limited"], ["provider-failures", "--interval", "300ms", "--no-color", "--for", "1s"], columns: 40, rows: 6,
                in: fixture)
            #expect(seen.code == 1)
            #expect(seen.isCursorVisible && !seen.hasColours)
            #expect(seen.screen.count { $0.contains("Provider Failures") } == 1)
            #expect(seen.pictures.allSatisfy { $0.count <= 4 && $0.allSatisfy { $0.count < 40 } })
            #expect(seen.screen.contains { $0.hasPrefix("provider-failures is not healthy") })
        }
    }

    @Test("The end in health is the last thing that is said")
    func healthy() throws {
        try Fixture.with { fixture in
            let seen = try look(["healthy"], ["high-latency", "--interval", "200ms", "--until-healthy", "2"], in: fixture)
            #expect(seen.code == 0)
            #expect(seen.isCursorVisible)
            #expect(seen.screen.first?.hasPrefix("High Latency  clear  since ") == true)
            #expect(seen.screen.contains { $0.hasPrefix("  looks    ✓✓ ") })
            #expect(seen.screen.contains { $0.hasPrefix("high-latency is healthy: clear 2 times in a row, after 2 looks in ") })
        }
    }

    @Test("With -q, and where the cursor cannot be moved, each look is a line")
    func lines() throws {
        try Fixture.with { fixture in
            let seen = try look(["healthy"], ["high-latency", "--interval", "200ms", "--until-healthy", "2", "-q"], in: fixture)
            #expect(seen.code == 0)
            #expect(seen.pictures.isEmpty)
            #expect(seen.screen.count { $0.contains("Z  clear      no symptom of its own is present") } == 2)
        }
    }

    /// `terminal.py OUTPUT COLUMNS ROWS KEY LOOKS PROGRAM ARGUMENT…`: types KEY once that many looks were drawn.
    private static let terminal = #"""
        import fcntl, json, os, pty, re, select, struct, sys, termios, time
        output, columns, rows, key, looks = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
        program = sys.argv[6:]
        gate, go = os.pipe()
        pid, terminal = pty.fork()
        if pid == 0:
            os.read(gate, 1)
            os.environ["TERM"] = "xterm-256color"
            os.environ.pop("NO_COLOR", None)
            os.execv(program[0], program)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.write(go, b"x")

        lines, row, column, widest, visible, colours, pictures, top = [""], 0, 0, 0, True, False, [], 0
        TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|([\r\n])|([^\x1b\r\n])")

        def draw(text):
            global row, column, widest, visible, colours, top
            for match in TOKEN.finditer(text):
                number, act, control, letter = match.groups()
                if control == "\r": column = 0
                elif control == "\n":
                    row += 1
                    if row == len(lines): lines.append("")
                elif letter:
                    lines[row] = lines[row][:column].ljust(column) + letter + lines[row][column + 1:]
                    column += 1
                    widest = max(widest, column)
                elif act == "A": row = max(0, len(lines) - rows, row - int(number or 1))
                elif act == "K": lines[row] = lines[row][:column]
                elif act == "J":
                    del lines[row + 1:]
                    lines[row] = lines[row][:column]
                    pictures.append([line.rstrip() for line in lines[:row]])
                elif act in "lh" and number == "?25": visible = act == "h"
                elif act == "m": colours = True
                else: raise SystemExit(f"an escape sequence that no terminal was told of: {match[0]!r}")

        held, limit, typed = b"", time.monotonic() + 60, False
        while True:
            if time.monotonic() > limit:
                os.kill(pid, 9)
                raise SystemExit("it did not end: " + "\n".join(lines))
            if key and not typed and any(f" {n} looks," in line for n in range(looks, looks + 5) for line in lines):
                os.write(terminal, key.encode())
                typed = True
            if not select.select([terminal], [], [], 0.02)[0]: continue
            try: data = os.read(terminal, 65536)
            except OSError: break
            if not data: break
            held += data
            # Whole characters and sequences only.
            text = held.decode(errors="ignore")
            keep = re.search(r"\x1b(\[[0-9;?]*)?$", text)
            whole = text[:keep.start()] if keep else text
            draw(whole)
            held = held[len(whole.encode()):]
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        json.dump({"code": code, "screen": [line.rstrip() for line in lines], "pictures": pictures, "widest": widest,
                   "cursor": visible, "colours": colours}, open(output, "w"))
        """#
}
