import Planning
import TestSupport
import Testing

/// The form of a diff. That `git apply` takes it is tried in OperationsTests.
@Suite(.ownThread) struct TextDiffTests {
    @Test("Nothing changed is nothing to show")
    func none() { #expect(TextDiff.unified(old: "a\n", new: "a\n", path: "f") == "") }

    @Test("A changed line stands between three lines of context on each side")
    func context() {
        let old = (1...9).map { "\($0)\n" }.joined()
        #expect(
            TextDiff.unified(old: old, new: old.replacing("5", with: "five"), path: "conf/f.json")
                == "--- a/conf/f.json\n+++ b/conf/f.json\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n")
    }

    @Test("A missing last newline is said, on the side it is missing on")
    func newline() {
        #expect(
            TextDiff.unified(old: "a\nb", new: "a\nb\n", path: "f")
                == "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n")
        #expect(TextDiff.unified(old: "", new: "a\n", path: "f") == "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n")
        #expect(TextDiff.unified(old: "a\n", new: "", path: "f") == "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n")
    }

    @Test("Changes with six lines between them stand in one piece, with seven in two", arguments: [(6, 1), (7, 2)])
    func pieces(between: Int, count: Int) {
        let middle = (0..<between).map { "\($0)\n" }.joined()
        let diff = TextDiff.unified(old: "a\n\(middle)b\n", new: "A\n\(middle)B\n", path: "f")
        #expect(diff.split(separator: "\n").count { $0.hasPrefix("@@") } == count)
    }
}
