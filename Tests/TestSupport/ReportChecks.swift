import SystemKit

/// What a report must be, judged by others' readers.
public enum ReportChecks {
    /// Python's HTML parser finds every element closed where it must be, nothing that runs, and nothing that is loaded.
    ///
    /// - Returns: what is wrong, a line each; the text that a reader sees when nothing is.
    public static func page(_ html: String, in fixture: Fixture) throws -> (faults: String, text: String) {
        let file = try fixture.write(html, to: "report.html")
        let answer = try PythonServer.run(htmlScript, in: fixture, name: "read-html", arguments: [file])
        let parts = answer.split(separator: "\u{1}", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }

    /// xmllint (Debian's libxml2-utils) finds it valid, and the counts are those of the elements.
    ///
    /// - Parameter schema: the XSD file.
    /// - Returns: what is wrong; empty when nothing is.
    public static func junit(_ xml: String, schema: String, in fixture: Fixture) throws -> String {
        let file = try fixture.write(xml, to: "report.xml")
        let process = try ChildProcess(["xmllint", "--noout", "--nonet", "--schema", schema, file], output: fixture.path("xmllint.out"))
        let code = try process.wait()
        let counted = try PythonServer.run(junitScript, in: fixture, name: "read-junit", arguments: [file])
        return (code == 0 ? "" : process.output) + counted
    }

    private static let htmlScript = """
        import sys
        from html.parser import HTMLParser

        VOID = {"meta", "br", "hr", "img", "link", "input"}
        ALLOWED = set("html head meta title style body main header nav section h1 h2 p span a dl dt dd div table thead tbody tr th td ol ul li "
                      "time figure figcaption i strong code svg desc line text circle polyline".split())
        faults, text, stack, ids = [], [], [], set()

        class Reader(HTMLParser):
            def handle_starttag(self, tag, attributes):
                self.look(tag, attributes)
                if tag not in VOID:
                    stack.append(tag)

            def handle_startendtag(self, tag, attributes):
                self.look(tag, attributes)

            def look(self, tag, attributes):
                if tag not in ALLOWED:
                    faults.append(f"element {tag}")
                names = [name for name, _ in attributes]
                if len(names) != len(set(names)):
                    faults.append(f"{tag} has an attribute twice")
                for name, value in attributes:
                    if name.startswith("on") or name in ("src", "style", "srcset", "action", "formaction", "data", "xlink:href"):
                        faults.append(f"{tag} {name}")
                    if name == "href" and not (value or "").startswith("#"):
                        faults.append(f"link to {value}")
                    if name == "id":
                        if value in ids:
                            faults.append(f"id {value} twice")
                        ids.add(value)

            def handle_endtag(self, tag):
                if not stack or stack.pop() != tag:
                    faults.append(f"</{tag}> closes something else at {self.getpos()}")

            def handle_data(self, data):
                if stack and stack[-1] == "style":
                    if "url(" in data or "@import" in data or "://" in data:
                        faults.append("the style loads something")
                else:
                    text.append(data)

            def handle_comment(self, data):
                faults.append("comment")

        page = open(sys.argv[1], encoding="utf-8").read()
        reader = Reader(convert_charrefs=True)
        reader.feed(page)
        reader.close()
        faults += [f"<{tag}> is never closed" for tag in stack]
        if not page.startswith("<!DOCTYPE html>"):
            faults.append("no doctype")
        if "<script" in page.lower():
            faults.append("script")
        sys.stdout.write("\\n".join(faults) + "\\x01" + "".join(text))
        """

    private static let junitScript = """
        import sys, xml.etree.ElementTree as tree

        root = tree.parse(sys.argv[1]).getroot()
        faults = []
        def compare(element, name, found):
            if int(element.get(name)) != found:
                faults.append(f"{element.get('name')}: {name} is {element.get(name)}, and there are {found}")
        for suite in [root] + list(root):
            compare(suite, "tests", len(list(suite.iter("testcase"))))
            compare(suite, "failures", len(list(suite.iter("failure"))))
            compare(suite, "errors", len(list(suite.iter("error"))))
            if suite is not root:
                compare(suite, "skipped", len(list(suite.iter("skipped"))))
            total = sum(float(case.get("time")) for case in suite.iter("testcase"))
            if abs(float(suite.get("time")) - total) > 0.002 * len(list(suite.iter("testcase"))) + 0.001:
                faults.append(f"{suite.get('name')}: time")
        sys.stdout.write("\\n".join(faults))
        """
}
