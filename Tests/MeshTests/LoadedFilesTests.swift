import Mesh
import TestSupport
import Testing

/// What the supervisor makes of the files that it loads itself.
@Suite(.ownThread) struct LoadedFilesTests {
    private static let sync = MeshFlag.sync.variable
    private static let legacy = MeshFlag.sync.legacyVariable

    private static func file(_ text: String?) -> LoadedFiles.File { text.map { .read(Array($0.utf8)) } ?? .missing }

    @Test(
        "What was given wins, then the first file that names it; nothing anywhere is off",
        arguments: [
            ([:], [nil, nil, nil], false), ([:], [nil, nil, "X=1\n"], true), ([:], ["X=0\n", nil, "X=1\n"], false),
            ([:], [nil, "X=1\n", "X=0\n"], true), ([sync: "0"], ["X=1\n"], false), ([sync: "1"], ["X=0\n"], true),
            // Within one file the first line wins too: a name that is there already stays.
            ([:], ["X=1\nX=0\n"], true), ([:], ["  X  =  on  \n"], true),
            // No `export`, no comment taken off, no quotes.
            ([:], ["export X=1\n"], false), ([:], ["# X=1\n"], false), ([:], ["X=\"1\"\n"], nil), ([:], ["X=1 # on\n"], nil),
            ([:], ["\u{FEFF}X=1\n"], nil), ([:], ["Y=1\n"], true), ([legacy: "1"], [nil], true), ([legacy: "1"], ["X=0\n"], false),
            ([legacy: "0"], ["X=1\n"], true), ([legacy: "1"], ["Y=0\n"], true), ([:], ["Y=1\n", "X=0\n"], false),
        ] as [([String: String], [String?], Bool?)])
    func order(given: [String: String], files: [String?], isOn: Bool?) {
        let files = files.map { Self.file($0?.replacing("Y", with: Self.legacy).replacing("X", with: Self.sync)) }
        #expect(LoadedFiles.isOn(.sync, given: given, files) == isOn)
    }

    @Test("A file that cannot be read makes it unknown, unless what comes before it decides")
    func unreadable() {
        let dark = LoadedFiles.File.unreadable("tg_bot/.env")
        #expect(LoadedFiles.isOn(.sync, given: [:], [dark, Self.file("\(Self.sync)=0\n")]) == nil)
        #expect(LoadedFiles.isOn(.sync, given: [:], [Self.file("\(Self.sync)=0\n"), dark]) == false)
        #expect(LoadedFiles.isOn(.sync, given: [Self.sync: "0"], [dark]) == false)
        #expect(LoadedFiles.isOn(.sync, given: [Self.legacy: "0"], [dark]) == nil)
    }
}
