// A small program that tests run as another process: it appends to a journal and says what is durable.
internal import Glibc
internal import JSONKit
internal import Journal
internal import SystemKit

func say(_ text: String) { try? OutputStream.standardOutput.write(text + "\n") }

/// Appends so many steps to a run, each with evidence of its own; says the number of rows after each.
func append(_ directory: String, _ run: String, _ count: Int) -> Int32 {
    // A limit on file sizes is then an error of `write`, as a full disk is.
    _ = signal(SIGXFSZ, SIG_IGN)
    do throws(JournalError) {
        let journal = try Journal.open(directory: directory, deadline: .after(milliseconds: 60_000))
        for number in 0..<count {
            let evidence = JournalEvidence(name: "output", bytes: Array("\(run) \(number)".utf8))
            let head = try journal.append([
                JournalEntry(.steps, run: run, step: "s/\(number)", event: "intended"),
                JournalEntry(.steps, run: run, step: "s/\(number)", event: "done", evidence: [evidence]),
            ])
            say("durable \(head.rows)")
        }
        journal.close()
        return 0
    } catch {
        say("error \(error.kind): \(error.message)")
        return 1
    }
}

/// Says what a check finds.
func verify(_ directory: String) -> Int32 {
    do throws(JournalError) {
        let check = try Journal.verify(directory: directory, deadline: .after(milliseconds: 2000))
        for finding in check.findings { say("\(finding.kind) \(finding.table ?? "") \(finding.row ?? 0): \(finding.message)") }
        return check.findings.isEmpty ? 0 : 65
    } catch {
        say("error \(error.kind): \(error.message)")
        return 1
    }
}

/// Adopts a damaged journal.
func adopt(_ directory: String) -> Int32 {
    do throws(JournalError) {
        let adopted = try Journal.adopt(directory: directory, deadline: .after(milliseconds: 60_000)) { found, putAside in
            let body = Adoption.body(found, putAside: putAside, reason: "a test", by: .null)
            return [
                JournalEntry(.runs, run: "adoption", event: Journal.adoptionEvent, body: body),
                JournalEntry(.runs, run: "adoption", event: "ended"),
            ]
        }
        say(adopted.map { "adopted \($0.head.rows) \($0.putAside ?? "-")" } ?? "whole")
        return 0
    } catch {
        say("error \(error.kind): \(error.message)")
        return 1
    }
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "append" where arguments.count == 4: exit(append(arguments[1], arguments[2], Int(arguments[3]) ?? 1))
case "verify" where arguments.count == 2: exit(verify(arguments[1]))
case "adopt" where arguments.count == 2: exit(adopt(arguments[1]))
default: exit(64)
}
