// A small program that tests run as another process: it does one thing with the system kit and says how it went.
internal import Glibc
internal import Locking
internal import SystemKit
internal import TerminalKit

func say(_ text: String) { try? OutputStream.standardOutput.write(text + "\n") }

/// Replaces a file with the bytes of another.
func replace(_ path: String, from source: String) -> Int32 {
    guard let bytes = try? Files.read(source) else { return 66 }
    // A limit on file sizes is then an error of `write`, as a full disk is.
    _ = signal(SIGXFSZ, SIG_IGN)
    do { try AtomicFile.replace(path, with: bytes) } catch {
        say("error: \(error)")
        return 1
    }
    say("done")
    return 0
}

/// Takes the lock of a directory, says so, and holds it until the file `release` appears beside the directory.
func lock(_ directory: String, until release: String) -> Int32 {
    do {
        let owner = LockOwner(process: try ProcessIdentity.current(), command: "helper", since: .now())
        let lock = try ResponderLock.acquire(directory: directory, owner: owner)
        say("locked, previous \(lock.previous)")
        let never = try Cancellation()
        while !Files.exists(release) { _ = never.wait(until: .after(milliseconds: 3)) }
        lock.release()
        say("released")
        return 0
    } catch {
        say("\(error)")
        return 75
    }
}

/// Makes a file beside another, for whoever may use that one.
func note(_ path: String, beside other: String) -> Int32 {
    do throws(SystemError) {
        try AppendOnlyFile(path, creates: true).takeAccess(of: try AppendOnlyFile(other, creates: false))
        return 0
    } catch {
        say("\(error)")
        return 1
    }
}

/// Says who it is, in lines.
func identity() -> Int32 {
    guard let me = try? ProcessIdentity.current() else { return 1 }
    say([me.user, me.host, String(me.pid), me.bootID, String(me.startTicks), me.terminal ?? "none"].joined(separator: "\n"))
    return 0
}

/// Asks at the terminal; signals cancel, as in the real program.
func ask() -> Int32 {
    do {
        let signals = try Signals.watch()
        let cancellation = try Cancellation()
        let watcher = try BlockingThread {
            var descriptor = pollfd(fd: signals, events: Int16(POLLIN), revents: 0)
            while unsafe poll(&descriptor, 1, -1) < 1 {}
            cancellation.cancel()
        }
        let decision = try Prompt(cancellation: cancellation).confirm("Go on?")
        say("decision: \(decision), signal \(Signals.received ?? 0)")
        return withExtendedLifetime(watcher) { 0 }
    } catch {
        say("\(error)")
        return 1
    }
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "replace" where arguments.count == 3: exit(replace(arguments[1], from: arguments[2]))
case "lock" where arguments.count == 3: exit(lock(arguments[1], until: arguments[2]))
case "note" where arguments.count == 3: exit(note(arguments[1], beside: arguments[2]))
case "identity": exit(identity())
case "ask": exit(ask())
default: exit(64)
}
