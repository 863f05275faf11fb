import Glibc
import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Journal

/// One directory has many names, and one name may lead to another directory tomorrow.
@Suite(.ownThread) struct JarvisDirectoryTests {
    @Test("Every spelling of its path, a link and another name are the same directory, also read back from a row")
    func spellings() throws {
        try Fixture.with { fixture in
            let path = try fixture.makeDirectory("jarvis")
            try #require(symlink("jarvis", fixture.path("link")) == 0)
            let one = JarvisDirectory(at: path, host: "box")
            for other in ["jarvis/", "./jarvis", "link", "jarvis/../jarvis"] {
                let same = JarvisDirectory(at: fixture.path(other), host: "box")
                #expect(same.isSame(as: one) && one.isSame(as: same) && same.key == one.key, "\(other)")
            }
            try #require(rename(path, fixture.path("renamed")) == 0)
            let read = try #require(JarvisDirectory(one.document))
            #expect(read == one && read.isSame(as: JarvisDirectory(at: fixture.path("renamed"), host: "box")))
        }
    }

    @Test("Another directory that took its name, and the same numbers on another host, are others")
    func others() throws {
        try Fixture.with { fixture in
            let path = try fixture.makeDirectory("jarvis")
            let one = JarvisDirectory(at: path, host: "box")
            try #require(rename(path, fixture.path("old")) == 0)
            try fixture.makeDirectory("jarvis")
            let second = JarvisDirectory(at: path, host: "box")
            #expect(!second.isSame(as: one) && !one.isSame(as: second) && second.key != one.key)
            let far = JarvisDirectory(at: fixture.path("old"), host: "other-box")
            #expect(!far.isSame(as: one) && far.key != one.key)
        }
    }

    @Test("A row of an older version goes by its path, and by where that leads")
    func old() throws {
        try Fixture.with { fixture in
            let path = try fixture.makeDirectory("jarvis")
            let row = try #require(JarvisDirectory(["directory": path.json]))
            for spelling in [path, path + "/"] {
                let now = JarvisDirectory(at: spelling, host: "box")
                #expect(row.isSame(as: now) && now.isSame(as: row))
            }
            #expect(!row.isSame(as: JarvisDirectory(at: fixture.directory, host: "box")))
            #expect(JarvisDirectory([:]) == nil)
        }
    }

    @Test("A device that got another number is the same at the same path, and no other")
    func device() {
        func directory(_ path: String, _ device: UInt64) -> JarvisDirectory {
            JarvisDirectory(path: path, host: "box", file: FileIdentity(device: device, inode: 7))
        }
        #expect(directory("/a", 1).isSame(as: directory("/a", 2)))
        #expect(!directory("/a", 1).isSame(as: directory("/b", 2)))
    }

    @Test(
        "Numbers that are none are no place",
        arguments: ["-1", "99999999999999999999999", "", "x"])
    func numbers(text: String) {
        let body: JSONObject = ["directory": "/a", "place": ["host": "box", "device": text.json, "inode": "7"]]
        #expect(JarvisDirectory(body)?.file == nil)
    }
}
