import SealedBoxKit
import TestSupport
import Testing

@Suite(.ownThread) struct SealedBoxTests {
    static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.compactMap { UInt8(String(Unicode.Scalar($0)), radix: 16) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The example of "Cryptography in NaCl" (Bernstein, 2009), section 10.
    static let key = "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389"
    static let nonce = "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37"
    static let message = """
        be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3b\
        e8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705
        """
    static let sealed = """
        f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2\
        c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622\
        a43d14a6599b1f654cb45a74e355a5
        """

    @Test("The known answer of the cipher's own paper, both ways")
    func knownAnswer() throws {
        let key = try #require(SecretKey(hexadecimal: Self.key))
        let nonce = try #require(Nonce(Self.bytes(Self.nonce)))
        #expect(SealedBox.seal(Self.bytes(Self.message), nonce: nonce, key: key) == Self.bytes(Self.sealed))
        #expect(try SealedBox.open(Self.bytes(Self.sealed), nonce: nonce, key: key) == Self.bytes(Self.message))
    }

    @Test("What was sealed opens again, whatever its length", arguments: [0, 1, 15, 16, 17, 31, 32, 33, 1000, 100_000])
    func roundTrip(length: Int) throws {
        let key = SecretKey()
        let message = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let nonce = Nonce.random()
        let sealed = SealedBox.seal(message, nonce: nonce, key: key)
        #expect(sealed.count == length + SealedBox.overhead)
        #expect(try SealedBox.open(sealed, nonce: nonce, key: key) == message)
        #expect(throws: SealedBox.Fault.notAuthentic) { try SealedBox.open(sealed, nonce: .random(), key: key) }
        #expect(throws: SealedBox.Fault.notAuthentic) { try SealedBox.open(sealed, nonce: nonce, key: SecretKey()) }
    }

    @Test("A box with any bit changed stays closed")
    func changed() throws {
        let key = SecretKey()
        let nonce = Nonce.random()
        let sealed = SealedBox.seal([1, 2, 3], nonce: nonce, key: key)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: SealedBox.Fault.notAuthentic) { try SealedBox.open(changed, nonce: nonce, key: key) }
        }
        for length in 0..<sealed.count {
            #expect(throws: length < 16 ? SealedBox.Fault.tooShort : .notAuthentic) {
                try SealedBox.open(Array(sealed.prefix(length)), nonce: nonce, key: key)
            }
        }
    }

    @Test("Nonces are 24 bytes, and no two are the same")
    func nonces() {
        #expect(Set((0..<1000).map { _ in Nonce.random() }).count == 1000)
        #expect(Nonce([UInt8](repeating: 0, count: 23)) == nil)
        #expect(Nonce([UInt8](repeating: 0, count: 25)) == nil)
    }

    @Test("Equality looks at every byte and at the lengths")
    func equality() {
        #expect(ConstantTime.areEqual([], []))
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        for (a, b) in [([1, 2, 3], [1, 2, 4]), ([0, 2, 3], [1, 2, 3]), ([1, 2], [1, 2, 3]), ([], [0])] as [([UInt8], [UInt8])] {
            #expect(!ConstantTime.areEqual(a, b))
        }
    }
}
