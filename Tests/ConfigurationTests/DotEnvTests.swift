import Configuration
import TestSupport
import Testing

@Suite(.ownThread) struct DotEnvTests {
    @Test(
        "One line, one value",
        arguments: [
            ("A=1", "1"), ("A = 1 ", "1"), ("export A=1", "1"), ("A=", ""), ("A=a=b", "a=b"), ("A=a#b", "a#b"), ("A=a # b", "a"),
            ("A=# b", ""),
            ("A=\"a # b\" # c", "a # b"), ("A='a # b' # it's", "a # b"), (#"A="x" # say "y""#, "x"), (#"A="a\nb\"c""#, "a\nb\"c"),
            (#"A='a\nb'"#, #"a\nb"#),
            ("A=\"open", "\"open"), ("A=''", ""), ("A=it's", "it's"), ("\u{FEFF}A=1", "1"), ("A=grün", "grün"),
        ])
    func values(line: String, value: String) {
        #expect(DotEnv(line)["A"] == value)
        #expect(DotEnv(line).unreadableLines.isEmpty)
    }

    @Test("Lines end in LF, CR LF or CR", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) {
        let file = DotEnv(["A=1", "", "# note", "B=\"2\"", ""].joined(separator: end))
        #expect(file["A"] == "1" && file["B"] == "2")
        #expect(file.entries.map(\.line) == [1, 4])
        #expect(file.unreadableLines.isEmpty)
    }

    @Test(
        "Lines that assign nothing are counted, and the rest is read",
        arguments: ["what", "=x", "1A=x", "A B=x", "a-b=x", "export", "export =x"])
    func unreadable(line: String) {
        let file = DotEnv("X=1\n\(line)\nY=2")
        #expect(file.unreadableLines == [2])
        #expect(file["X"] == "1" && file["Y"] == "2")
    }

    @Test("Of repeated names the last counts")
    func repeated() { #expect(DotEnv("A=1\nA=2")["A"] == "2") }

    @Test("Nothing is nothing")
    func empty() { #expect(DotEnv("").entries.isEmpty && DotEnv("").unreadableLines.isEmpty) }
}
