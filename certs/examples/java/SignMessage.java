import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Builds, signs and hands in one message, with the JDK (17 or newer) alone.
 *
 *   java SignMessage.java --store signing.p12 --author VALUE --payload PAYLOAD.xml --out message.xml
 *        [--type CODE:VERSION] [--service LEIKA] [--region ARS]
 *        [--submit https://localhost:4703 --tls-store tls.p12 --anchors anchors.pem]
 *
 * The key stores are those of `dienstweg cert export`; the password is asked from the environment variable
 * STORE_PASSWORD. With --submit the message is sent over mutual TLS and the answer with the receipt is printed.
 */
public final class SignMessage {
    private static final String MESSAGE = "urn:dienstweg:message:1";
    private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    private static final String ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

    private record Identity(KeyStore store, char[] password, PrivateKey key, X509Certificate certificate) {}

    public static void main(String[] args) throws Exception {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) given.put(args[i], args[i + 1]);
        char[] password = System.getenv().getOrDefault("STORE_PASSWORD", "").toCharArray();

        Identity signer = open(given.get("--store"), password);
        byte[] payload = Files.readAllBytes(Path.of(given.get("--payload")));
        Document message = build(given, payload);
        sign(message, signer);
        Path out = Path.of(given.get("--out"));
        Files.write(out, serialise(message));

        String gateway = given.get("--submit");
        if (gateway != null) submit(gateway, open(given.get("--tls-store"), password), Path.of(given.get("--anchors")), out);
    }

    /** The one key of a PKCS#12 store, with its certificate. */
    private static Identity open(String file, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file)) {
            store.load(in, password);
        }
        for (String alias : java.util.Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                PrivateKey key = (PrivateKey) store.getKey(alias, password);
                return new Identity(store, password, key, (X509Certificate) store.getCertificate(alias));
            }
        }
        throw new IllegalArgumentException(file + " holds no key");
    }

    /** The unsigned envelope with one part. Its digest is SHA-256 over 16 random octets and then the content. */
    private static Document build(Map<String, String> given, byte[] payload) throws Exception {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(nonce);
        sha256.update(payload);
        String[] type = given.getOrDefault("--type", "wohnsitz.rueckmeldung:1.0").split(":");

        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().newDocument();
        Element root = document.createElementNS(MESSAGE, "Message");
        document.appendChild(root);
        Element header = add(root, "Header", "Id", "header");
        add(header, "MessageId").setTextContent("urn:uuid:" + UUID.randomUUID());
        add(header, "MessageType", "code", type[0], "version", type[1]);
        add(header, "Author", "scheme", "dvdv", "value", given.get("--author"));
        Element addressee = add(header, "Addressee");
        add(addressee, "Service", "scheme", "leika", "value", given.getOrDefault("--service", "99999115005000"));
        add(addressee, "Region", "scheme", "ars", "value", given.getOrDefault("--region", "990105401041"));
        add(header, "CreatedAt").setTextContent(now());
        add(header, "TestMessage").setTextContent("true");
        add(add(header, "Parts"), "PartInfo", "id", "core", "role", "payload", "mediaType", "application/xml",
            "size", String.valueOf(payload.length), "digest", Base64.getEncoder().encodeToString(sha256.digest()));
        add(root, "Part", "ref", "core", "nonce", Base64.getEncoder().encodeToString(nonce))
            .setTextContent(Base64.getEncoder().encodeToString(payload));
        return document;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Element add(Element parent, String name, String... attributes) {
        return addIn(parent, MESSAGE, name, attributes);
    }

    private static Element addIn(Element parent, String namespace, String name, String... attributes) {
        Element element = parent.getOwnerDocument().createElementNS(namespace, name);
        for (int i = 0; i + 1 < attributes.length; i += 2) element.setAttribute(attributes[i], attributes[i + 1]);
        parent.appendChild(element);
        return element;
    }

    /** XAdES-B-B in the profile: the header, and the signed properties, in this order. */
    private static void sign(Document document, Identity signer) throws Exception {
        Element header = (Element) document.getDocumentElement().getFirstChild();
        Element qualifying = qualifyingProperties(document, signer.certificate());
        Element properties = (Element) qualifying.getFirstChild();
        header.setIdAttribute("Id", true);
        properties.setIdAttribute("Id", true);

        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        List<Transform> exclusive =
            List.of(factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null));
        DigestMethod sha256 = factory.newDigestMethod(DigestMethod.SHA256, null);
        Reference toHeader = factory.newReference("#header", sha256, exclusive, null, null);
        Reference toProperties = factory.newReference(
            "#_signed-properties", sha256, exclusive, "http://uri.etsi.org/01903#SignedProperties", null);
        SignedInfo signedInfo = factory.newSignedInfo(
            factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
            factory.newSignatureMethod(ECDSA_SHA256, null),
            List.of(toHeader, toProperties));
        KeyInfoFactory keys = factory.getKeyInfoFactory();
        KeyInfo keyInfo = keys.newKeyInfo(List.of(keys.newX509Data(List.of(signer.certificate()))));

        DOMSignContext context =
            new DOMSignContext(signer.key(), document.getDocumentElement(), header.getNextSibling());
        context.setDefaultNamespacePrefix("ds");
        factory.newXMLSignature(signedInfo, keyInfo,
            List.of(factory.newXMLObject(List.of(new DOMStructure(qualifying)), null, null, null)),
            "_signature", null).sign(context);
    }

    private static Element qualifyingProperties(Document document, X509Certificate certificate) throws Exception {
        Element qualifying = document.createElementNS(XADES, "xades:QualifyingProperties");
        qualifying.setAttribute("Target", "#_signature");
        Element properties = addIn(qualifying, XADES, "xades:SignedProperties", "Id", "_signed-properties");
        Element ofSignature = addIn(properties, XADES, "xades:SignedSignatureProperties");
        addIn(ofSignature, XADES, "xades:SigningTime").setTextContent(now());
        Element cert = addIn(addIn(ofSignature, XADES, "xades:SigningCertificateV2"), XADES, "xades:Cert");
        Element certDigest = addIn(cert, XADES, "xades:CertDigest");
        addIn(certDigest, DS, "ds:DigestMethod", "Algorithm", DigestMethod.SHA256);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        addIn(certDigest, DS, "ds:DigestValue").setTextContent(Base64.getEncoder().encodeToString(digest));
        return qualifying;
    }

    private static byte[] serialise(Document document) throws Exception {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        transformer.setOutputProperty(OutputKeys.INDENT, "no");
        document.setXmlStandalone(true);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        transformer.transform(new DOMSource(document), new StreamResult(out));
        return out.toByteArray();
    }

    /** Mutual TLS with our own key and the given anchors only; prints status and answer. */
    private static void submit(String gateway, Identity tls, Path anchors, Path message) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(tls.store(), tls.password());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int number = 0;
        for (Certificate anchor : new ArrayList<>(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(anchors))))) {
            trusted.setCertificateEntry("anchor" + number++, anchor);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext ssl = SSLContext.getInstance("TLS");
        ssl.init(keys.getKeyManagers(), trust.getTrustManagers(), null);

        HttpResponse<String> answer = HttpClient.newBuilder().sslContext(ssl).version(HttpClient.Version.HTTP_1_1).build()
            .send(HttpRequest.newBuilder(URI.create(gateway + "/v1/messages"))
                .header("Content-Type", "application/xml")
                .header("Accept-Language", "en")
                .POST(HttpRequest.BodyPublishers.ofFile(message)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        System.out.println(answer.statusCode());
        System.out.println(answer.body());
        if (answer.statusCode() / 100 != 2) System.exit(1);
    }
}
