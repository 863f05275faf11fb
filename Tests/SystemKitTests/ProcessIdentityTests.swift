import Glibc
import TestSupport
import Testing

@testable import SystemKit

@Suite(.ownThread) struct ProcessIdentityTests {
    @Test("A process knows who it is, as Python tells it from outside")
    func current() throws {
        try Fixture.with { fixture in
            let script = """
                import os, pwd, socket, subprocess, sys
                process = subprocess.Popen([sys.argv[1], "identity"], stdout=subprocess.PIPE, text=True, start_new_session=True)
                os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
                ticks = open(f"/proc/{process.pid}/stat").read().rpartition(")")[2].split()[19]
                got = process.communicate()[0].split("\\n")
                boot = open("/proc/sys/kernel/random/boot_id").read().strip()
                want = [pwd.getpwuid(os.geteuid()).pw_name, socket.gethostname(), str(process.pid), boot, ticks, "none", ""]
                print("same" if got == want else f"{got} {want}")
                """
            let output = try PythonServer.run(script, in: fixture, arguments: [SystemHelper.path])
            #expect(output == "same\n")
        }
    }

    @Test("The controlling terminal has the name that the terminal itself has")
    func terminal() throws {
        try Fixture.with { fixture in
            let script = """
                import os, pty, sys
                child, master = pty.fork()
                if child == 0:
                    os.write(1, (os.ttyname(0) + "\\n").encode())
                    os.execv(sys.argv[1], [sys.argv[1], "identity"])
                text = b""
                while True:
                    try: piece = os.read(master, 1000)
                    except OSError: break
                    if not piece: break
                    text += piece
                os.waitpid(child, 0)
                lines = text.split()
                print(lines[0] == lines[-1] and len(lines) == 7, lines)
                """
            let output = try PythonServer.run(script, in: fixture, arguments: [SystemHelper.path])
            #expect(output.hasPrefix("True"), "\(output)")
        }
    }

    @Test(
        "Names of terminals from their numbers",
        arguments: [
            (0, nil), (136 << 8 | 3, "/dev/pts/3"), (137 << 8, "/dev/pts/256"), (4 << 8 | 1, "/dev/tty1"), (4 << 8 | 64, "/dev/ttyS0"),
            (136 << 8 | 1 << 20, "/dev/pts/256"), (204 << 8 | 64, "terminal 204:64"),
        ] as [(Int32, String?)])
    func terminalNames(device: Int32, name: String?) { #expect(terminalName(device) == name) }

    @Test("A program's name may hold parentheses, spaces and line ends")
    func parsing() {
        let rest = " S 1 2 3 34816 5 6 7 8 9 10 11 12 13 14 15 16 17 18 987654321 20 21\n"
        for name in ["a", "a b", ") S 1 2", "((", "\n) R\n"] {
            let stat = ProcessStat(Array("42 (\(name))\(rest)".utf8))
            #expect(stat?.state == UInt8(ascii: "S") && stat?.terminal == 34816 && stat?.startTicks == 987_654_321)
        }
        for broken in ["", "42", "42 (a)", "42 (a) S 1 2 3", "42 (a) S 1 2 3 x 5 6 7 8 9 10 11 12 13 14 15 16 17 18 1"] {
            #expect(ProcessStat(Array(broken.utf8)) == nil)
        }
    }

    @Test("Alive is who has the same number, boot and start; a zombie is dead")
    func alive() throws {
        try Fixture.with { fixture in
            let me = try ProcessIdentity.current()
            #expect(me.isAlive)
            #expect(!ProcessIdentity.isAlive(pid: me.pid, bootID: "another", startTicks: me.startTicks))
            #expect(!ProcessIdentity.isAlive(pid: me.pid, bootID: me.bootID, startTicks: me.startTicks + 1))
            #expect(!ProcessIdentity.isAlive(pid: 0, bootID: me.bootID, startTicks: 0))
            #expect(!ProcessIdentity.isAlive(pid: -1, bootID: me.bootID, startTicks: 0))

            let child = try ChildProcess(["sleep", "600"], output: fixture.path("out"))
            let start = try #require(ProcessStat(of: String(child.processID))).startTicks
            func isAlive() -> Bool { ProcessIdentity.isAlive(pid: child.processID, bootID: me.bootID, startTicks: start) }
            #expect(isAlive())
            // Not waited for yet: a zombie.
            kill(child.processID, SIGKILL)
            try waitUntil("it is dead") { ProcessStat(of: String(child.processID))?.isDead ?? true }
            #expect(!isAlive())
            child.stop()
            #expect(!isAlive())
        }
    }
}
