import TestSupport
import Testing

@testable import Configuration

@Suite(.ownThread) struct DotEnvEditorTests {
    @Test(
        "Only the value changes",
        arguments: [
            ("A=0", "A=1"), ("A=0\n", "A=1\n"), ("A=\n", "A=1\n"), ("A=true", "A=1"), ("export A=0\n", "export A=1\n"),
            ("A = 0 \n", "A = 1 \n"), ("  A  =\t0\t\n", "  A  =\t1\t\n"), ("A=0 # why\n", "A=1 # why\n"), ("A=0#1\n", "A=1\n"),
            ("A=\"0\" # why\n", "A=\"1\" # why\n"), ("A='0'\n", "A='1'\n"), ("A=''\n", "A='1'\n"), ("A=\"a # b\"\n", "A=\"1\"\n"),
            ("A= # why\n", "A=1 # why\n"), ("A=# why\n", "A=1 # why\n"), ("A =\n", "A =1\n"), ("A=  \n", "A=  1\n"),
            ("\u{FEFF}A=0\n", "\u{FEFF}A=1\n"), ("A=0\r\nB=2\r\n", "A=1\r\nB=2\r\n"), ("A=0\rB=2\r", "A=1\rB=2\r"),
            ("# A=0\nA=0\n# A=0\n", "# A=0\nA=1\n# A=0\n"), ("A=0\nA=2\nB=A=0\n", "A=0\nA=1\nB=A=0\n"),
            ("AA=0\nA=0\nXA=0", "AA=0\nA=1\nXA=0"),
            ("what is this\nA=0\n", "what is this\nA=1\n"), ("X=\"a\nb\"\nA=0\n", "X=\"a\nb\"\nA=1\n"), ("A=\"0\\\"\"\n", "A=\"1\"\n"),
            ("A=a b c\n", "A=1\n"), ("A=it's\n", "A=1\n"), ("A=gr\u{FC}n\n", "A=1\n"), ("\u{0}\nA=0\u{0}\n", "\u{0}\nA=1\n"),
        ])
    func edits(before: String, after: String) throws {
        let edit = try DotEnvEditor.set(name: "A", value: "1", in: Array(before.utf8))
        #expect(String(decoding: edit.bytes, as: UTF8.self) == after)
        #expect(Array(after.utf8) == edit.bytes)
        #expect(edit.oldLine != nil && edit.oldValue == DotEnv(before)["A"])
        #expect(try edit.undo.apply(to: edit.bytes) == Array(before.utf8))
    }

    @Test(
        "A new variable is a new last line, ended as the others are",
        arguments: [
            ("", "A=1\n"), ("B=2", "B=2\nA=1\n"), ("B=2\n", "B=2\nA=1\n"), ("B=2\r\n", "B=2\r\nA=1\r\n"),
            ("B=2\r\nC=3", "B=2\r\nC=3\r\nA=1\r\n"),
            ("B=2\r", "B=2\rA=1\r"), ("# A=0", "# A=0\nA=1\n"), ("\u{FEFF}", "\u{FEFF}A=1\n"), ("\n\n", "\n\nA=1\n"),
            ("a=0\n", "a=0\nA=1\n"),
            ("B=\"open\n", "B=\"open\nA=1\n"), ("B='a\nb'", "B='a\nb'\nA=1\n"),
        ])
    func adds(before: String, after: String) throws {
        let edit = try DotEnvEditor.set(name: "A", value: "1", in: Array(before.utf8))
        #expect(Array(after.utf8) == edit.bytes)
        #expect(edit.oldLine == nil && edit.oldValue == nil && edit.duplicates.isEmpty)
        #expect(DotEnv(after).entries.last?.line == edit.line)
        #expect(try edit.undo.apply(to: edit.bytes) == Array(before.utf8))
    }

    @Test(
        "An emptied value stays empty for both readers",
        arguments: [("A=0", "A="), ("A=0 # why", "A=\"\" # why"), ("A='0' # w", "A='' # w")])
    func empties(before: String, after: String) throws {
        let edit = try DotEnvEditor.set(name: "A", value: "", in: Array(before.utf8))
        #expect(Array(after.utf8) == edit.bytes)
    }

    @Test(
        "What the two readers take differently is refused with its line",
        arguments: [
            ("X=\"a\nA=0\nb\"\n", 2, "inside the quoted value that begins in line 1"), ("A=\"a\nb\"\n", 1, "over several lines"),
            ("A=\"open\n", 1, "docker-compose does not read"), ("A=\"0\" and more\n", 1, "docker-compose does not read"),
            ("A=0\nA\n", 2, "without a value"), ("A\n", 1, "without a value"), ("'A'=0\n", 1, "only docker-compose reads"),
            ("export\tA=0\n", 1, "only docker-compose reads"), ("A=0\n'A'=2\n", 2, "only docker-compose reads"),
            ("A=0\u{1C}\n", 1, "would not be read as meant"), ("A=0\nA=\"0\" x\n", 2, "docker-compose does not read"),
            ("B=0\r\nA='0\r\n1'\r\n", 2, "over several lines"),
        ])
    func refuses(text: String, line: Int, reason: String) {
        let error = #expect(throws: DotEnvEditError.self) { try DotEnvEditor.set(name: "A", value: "1", in: Array(text.utf8)) }
        guard case .line(line, let said) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(said.contains(reason), "\(said)")
    }

    @Test(
        "Names and values that would need quotes are refused",
        arguments: ["a b", "a#b", "'a'", "$A", "ä", "a\n", "a\"", "a\\", "`a`", "a=b"])
    func values(value: String) {
        #expect(throws: DotEnvEditError.value(value)) { try DotEnvEditor.set(name: "A", value: value, in: []) }
        #expect(throws: DotEnvEditError.name(value)) { try DotEnvEditor.set(name: value, value: "1", in: []) }
    }

    @Test("Text that is not UTF-8 throughout keeps its bytes; other encodings are refused")
    func encodings() throws {
        let odd: [UInt8] = [0x58, 0x3D, 0xFF, 0x00, 0xC3, 0x0A]
        let edit = try DotEnvEditor.set(name: "A", value: "1", in: odd + Array("A=0\n".utf8) + [0x23, 0xFE])
        #expect(edit.bytes == odd + Array("A=1\n".utf8) + [0x23, 0xFE])
        for mark: [UInt8] in [[0xFF, 0xFE, 0x41, 0], [0xFE, 0xFF, 0, 0x41]] {
            #expect(throws: DotEnvEditError.encoding) { try DotEnvEditor.set(name: "A", value: "1", in: mark) }
        }
    }

    @Test("Other lines for the same variable are reported and stay")
    func duplicates() throws {
        let edit = try DotEnvEditor.set(name: "A", value: "1", in: Array("A=0\nB=1\nA=0\nexport A=0\n".utf8))
        #expect(String(decoding: edit.bytes, as: UTF8.self) == "A=0\nB=1\nA=0\nexport A=1\n")
        #expect(edit.line == 4 && edit.duplicates == [1, 3] && edit.oldLine == Array("export A=0".utf8) && edit.isChange)
        #expect(try !DotEnvEditor.set(name: "A", value: "0", in: Array("A=0\n".utf8)).isChange)
    }

    @Test("Undoing keeps what others wrote behind the line, and refuses a line that is no longer the same")
    func undoing() throws {
        let edit = try DotEnvEditor.set(name: "A", value: "1", in: Array("B=2\nA=0\nC=3".utf8))
        #expect(try edit.undo.apply(to: Array("B=2\nA=1\nC=4\n".utf8)) == Array("B=2\nA=0\nC=4\n".utf8))
        for other in ["B=2\nA=10\nC=3", "B=2\nA=0\nC=3", "B=22\nA=1\nC=3", "", "B=2\n"] {
            #expect(throws: DotEnvEditError.changedSince) { try edit.undo.apply(to: Array(other.utf8)) }
        }
        // The last line had no end: what was added since must not be joined to it.
        let added = try DotEnvEditor.set(name: "A", value: "1", in: Array("B=2".utf8))
        #expect(try added.undo.apply(to: added.bytes + Array("C=3\n".utf8)) == Array("B=2\nC=3\n".utf8))
        let addedCRLF = try DotEnvEditor.set(name: "A", value: "1", in: Array("X=1\r\nB=2".utf8))
        #expect(try addedCRLF.undo.apply(to: addedCRLF.bytes + Array("C=3\r\n".utf8)) == Array("X=1\r\nB=2\r\nC=3\r\n".utf8))
    }
}
