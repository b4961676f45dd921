#!/bin/sh
# Builds and signs one message with openssl and xmlsec1 alone.
#   sign-message.sh KEY.pem CERTIFICATE.pem AUTHOR-VALUE PAYLOAD.xml > message.xml
# The key is EC P-256. TYPE, SERVICE and REGION in the environment say what it is and for whom (defaults: those of the
# sandbox's notice of arrival); whatever else a message can say is added in the template below.
set -eu
if [ $# -ne 4 ]; then
  sed -n '2,5s/^# //p' "$0" >&2
  exit 2
fi
key=$1 certificate=$2 author=$3 payload=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

base64_of() { openssl base64 -A "$@"; }
sha256_of() { openssl dgst -sha256 -binary | base64_of; }

# The part: its digest is SHA-256 over 16 random octets and then the content.
openssl rand 16 > "$work/nonce"
nonce=$(base64_of -in "$work/nonce")
digest=$(cat "$work/nonce" "$payload" | sha256_of)
size=$(wc -c < "$payload" | tr -d ' ')
content=$(base64_of -in "$payload")

certificate_digest=$(openssl x509 -in "$certificate" -outform DER | sha256_of)
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
uuid=$(openssl rand -hex 16 | sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\)$/\1-\2-4\3-8\4-\5/')

cat > "$work/template.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<Message xmlns="urn:dienstweg:message:1">
  <Header Id="header">
    <MessageId>urn:uuid:$uuid</MessageId>
    <MessageType code="${TYPE:-wohnsitz.rueckmeldung}" version="1.0"/>
    <Author scheme="dvdv" value="$author"/>
    <Addressee>
      <Service scheme="leika" value="${SERVICE:-99999115005000}"/>
      <Region scheme="ars" value="${REGION:-990105401041}"/>
    </Addressee>
    <CreatedAt>$now</CreatedAt>
    <TestMessage>true</TestMessage>
    <Parts>
      <PartInfo id="core" role="payload" mediaType="application/xml" size="$size" digest="$digest"/>
    </Parts>
  </Header>
  <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="_signature">
    <ds:SignedInfo>
      <ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>
      <ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>
      <ds:Reference URI="#header">
        <ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>
        <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
        <ds:DigestValue/>
      </ds:Reference>
      <ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#_signed-properties">
        <ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>
        <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
        <ds:DigestValue/>
      </ds:Reference>
    </ds:SignedInfo>
    <ds:SignatureValue/>
    <ds:Object>
      <xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#_signature">
        <xades:SignedProperties Id="_signed-properties">
          <xades:SignedSignatureProperties>
            <xades:SigningTime>$now</xades:SigningTime>
            <xades:SigningCertificateV2>
              <xades:Cert>
                <xades:CertDigest>
                  <ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>
                  <ds:DigestValue>$certificate_digest</ds:DigestValue>
                </xades:CertDigest>
              </xades:Cert>
            </xades:SigningCertificateV2>
          </xades:SignedSignatureProperties>
        </xades:SignedProperties>
      </xades:QualifyingProperties>
    </ds:Object>
  </ds:Signature>
  <Part ref="core" nonce="$nonce">$content</Part>
</Message>
XML

xmlsec1 --sign --privkey-pem "$key" --id-attr:Id Header --id-attr:Id SignedProperties "$work/template.xml"
