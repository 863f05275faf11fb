// A small program that tests run as another process: it does one thing with the system kit and says how it went.
internal import Glibc
internal import SystemKit

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

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "replace" where arguments.count == 3: exit(replace(arguments[1], from: arguments[2]))
default: exit(64)
}
