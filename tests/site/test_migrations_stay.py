"""A migration that others may have run is never edited; write a new one."""

from __future__ import annotations

import hashlib

from tests.support.sources import TOP, expect_none

VERSIONS = TOP / "pb" / "migrations" / "versions"

#: What each file was when it was merged (SHA-256). A new migration is added here; no line is ever changed.
AS_MERGED = {
    "0001_the_first_schema.py": "430c03f83e35f73cf232b9bf00cea0cd36ad89ecaa6151f77ec0ed42cbf7a823",
    "0002_guards_are_known_by_their_names.py": "78208f490022a65ad2f6801fe01ddaf16fc377be29f817ce7f0dda4ff623d957",
    "0003_the_names_of_the_field.py": "c9af9b272cdf13e258b476251fbed7bbc6488992e1e40e148b51833388dc3700",
    "0004_limits.py": "50ba2c71aaecaff1f9ab8fbaf5acb931e8b63db7f675e9a159ba0b6038a13c14",
    "0005_key_copies.py": "7784f9ff22cbd90bcf983c9013c438b104f1ac454f96873729f6d9712e149cab",
    "0006_desk_keys.py": "900183c9b460e1f7d54bdaba2ee41720fd74e4acf2c5b85680033097c34c670b",
    "0007_ballots_without_place.py": "79d100b91484516e6a73f5f4fb519069eeb7aaad1cd37083c44574918b7d4ad1",
    "0008_people.py": "0d2e9a98f47af7d09dba76a54cf35bae60c807a12eb6896fada9c786a6be8361",
    "0009_marks.py": "fa58dcaf5286c6d5355ab7e6bbc58e27760002b48f1ec1851e3d109222c3193f",
    "0010_words.py": "b707b92cbe27fdd961b5c8f580c24d756d4bb222f93823082a330be6bfba39b0",
    "0011_signing.py": "56a410c4db9e804bedcf19ede2417c24f60b7bb0afa5b4f4bf9bc85e582144c1",
    "0012_account.py": "4d06805f54716cf75bf0d339e901e68b9f9a037a1b3a570b3c0f1b95d4f896f5",
    "0013_patterns.py": "14cdbfd0b146c638b0abc6422fd54da26302fb65f74f586f18c1456ef0c3fb2e",
    "0014_queue.py": "82c4a1b5166914906518a1ef9d8883aca519130e93a5c0670fe048bb78561190",
    "0015_cards.py": "b12cee27de0c66fbcde7e9526227ce3f1622cf01675c532b983a5a92704308c8",
    "0016_undone.py": "905fd5130f476fb413ec3e9c68eb6b98569a237b55986bfb238bd02739215bea",
    "0017_put_back.py": "3d6d6ab030f0e78ccdf1397e31c3f5a218baa107cafc40c8bd9399cd9c00aca5",
    "0018_kiosks.py": "531c8b2836da0566eb6505e5b760de1703964bc4f54c35263e8a4a50510a223b",
    "0019_sign_ins.py": "63ba39aa2db53f2fa1f8dae8e217fbc181ba18826cb740b5353c03287f5619c1",
    "0020_security_codes.py": "8d4148d334e61bb3f123535a131249b0495ab0132102bb7c5a46adac3c2e6068",
    "0021_code_replacements.py": "eeeed500905f6667bf6828cc35dea8c7c79760a4248eb08df01c4f47141b36a0",
    "0022_stand_in.py": "9ef83e1fbb46fa8997775932effa5ef9532cf7fd17b36c475b46e5cbf4ea5eae",
    "0023_heads.py": "57666b46b0528ed82cd3baf3192ca0fc11ffdc0f0384c65ec12581a76e9d81d6",
    "0024_ids.py": "8a5a0dfe476374183b065b07f6051c0a0eb4ea3a1b64d4f380fde9aecad98d19",
    "0025_totals.py": "0686fdf1fc13ad2f26764aa6e39ddc388735820e5c4be0fe0ef7d3728de044bd",
    "0026_jobs.py": "5c44b257ea29b0c82461ec06f2cc99ecdc7fdfe9f89aa47882a8f06469e0b7a8",
    "0027_form_keys.py": "75cb61001af03543005f0099e145febaed0ab226c0a807ccbfcf1c6eae650746",
    "0028_cards.py": "6fd8ed7370eead360c115773298ad47b01898a7828ead5bb0c0132ebc0d07fab",
    "0029_edits.py": "d162291de847daa299fbda38b64237c0fae56612f15a315672001e0535483866",
    "0030_forgotten_passwords.py": "ec6afa002568932fca979d022244f92c50f1e9fd8219e1c73c2e020574598aaf",
    "0031_assessed_by_two.py": "11901fdc79957f0dc2244dc02a360680f77a0981144d3d613871104405a3135a",
    "0032_kept_typed.py": "32006bcba7b5e6d72772e2e41db133527c75133422e080955ab19eda70c6656f",
    "0033_rules_and_groups.py": "b59315728e6bd6bf34d74ae4c22fc7c4fcc800fbe90c3eea0f38b3ebe8cb4da4",
    "0034_practice.py": "eb5662a185f607212cd4070736d66d110fdef7bda1e98cd508df678fab5f4c88",
    "0035_carried_money.py": "443b2f038dfad87c72642829ec25ea7c77461a98912c0d14c4ef636d82dfe9c9",
    "0036_interest_releases.py": "e922ad139d87de204f381bb2b8b826f4a04ba65c0d89b5b1924999220ebc48a5",
    "0037_public_projects.py": "aee45c4a177c0a9ad972289b6cf1d35ff384b2d2e56a4f2710cc95764e140a15",
    "0038_drafts_and_endings.py": "b219b10d55e38923e53a51a1b93c85da9d721d526130b10af5aa8c6e1f82b9ea",
    "0039_text_corrections.py": "4a1d1552348bd10fe93a3f69455091325932b1dbae96c8e972e06c75643c4154",
    "0040_appeals_and_agreements.py": "2c137a7098a035cfda918e9bc41c613c20b0dd257d7ec47e59b5f4ed6ed3b990",
    "0041_unfinished.py": "76330a1ebf2b3e1e67ec2f0de72eb97f060604a100f747ba16aa2e3115f51d87",
    "0042_sessions_opened_again.py": "7c3cdb26e3358827c189c9a83487d880fa267742374ea06dd0747260f8fa201d",
    "0043_finance_and_evaluator.py": "522bafb891460cdef3eb6365dbd2db6cbb47e74c633faa400eaa3d49c5dde939",
    "0044_frozen_by_two.py": "2ff9bde9abb07434ea2db0e9949e7f5bf07bd5a8f0d6e634608df8733ede4193",
    "0045_indexes.py": "0d3f44df63f02ea6200761b50b7af37c801f96b5071583073e5a19194dbdb871",
    "0046_ballot_types.py": "ac71722b6fd36dce1af1c26ea05bbb0903e4ebe5c733a92a947489baa9963e05",
    "0048_small_pictures.py": "7f0b750d0d0016636d973724e0da3f6970d40efc79f7e5bcf127d8df08cc276c",
    "0049_made_sounds.py": "375bc5febe8a49736a91a5337a58d7c606192342d03694650e85a87b39b63647",
    "0051_own_appeal.py": "a8d26abdd1b9d09dd8247987b2675ca198c065af332d9c0cca6b0d22f46c6348",
    "0052_choices_at_the_opening.py": "a2a43bbdefc6b6ee3cbf108365a0c44801c34045c1e2d7fae9f82c9242d074e8",
    "0053_members_who_are_there.py": "849aae97e2be26161e80e5553dddbcda890fbf5191d01cdca5ab4f55eeb8e3da",
    "0056_index_of_cards.py": "9915ce489969def9dd0b2c58a22e38770de0a58af2bf69179a98ba38935e33e7",
    "0057_measured_screens.py": "bc925b20df4d31478752cc3ca71aa8b9b9e485319973898d88698cafaa6d4d7c",
    "0058_rotation.py": "ea5bf0510faf9785e53ddbcb332d993a4b89915f79cbb8d456d0de81b7fb5143",
    "0063_index_of_entries.py": "38516b98739e6d94b2b44c775c1bd008df3fc5ce8d8a3e492ed8cd1f4a70263b",
    "0064_votes_sent_by_kiosks.py": "adf4788ff95de73f7049851eba7ac79e37780b08266a5ef1c29be4c8d9f19ecf",
    "0072_members_set_votes_aside.py": "61e5ab77728aebc53839f23c3dbec85fb6829ad5ef895b3c62ca1d85b60cc635",
    "0073_an_attempt_is_of_one_vote.py": "6d9b96c8e48fd8445503b9609f87ad65ce0994e35ccbece0f4fc5f6399c3e491",
    "0074_what_a_session_is_given.py": "5bef9e7f8deb74e6c5a82f19f90d1df686fbde954cae97cf25db2af5f67d41d0",
    "0075_last_word.py": "701771274d17b634447691daec6eca6b724bec20f2881096a39dc6e8600afa9b",
    "0076_stock_is_not_begun.py": "88afe6a7e951b8171780293881925d753991b97dfbdce00f3bfac62e3856484d",
    "0077_quick_votes_told.py": "42254b961c9655ba10b0338c9428b40619ab422a5c1511038ffeabe7ac6d3c5f",
    "0078_second_persons.py": "607b36264e8ef5cb2fe5394a3ccf6c3758f4dc9f31671fe85b6f886cbb373ed6",
    "0085_quick_guards.py": "e3f30bf37dfef988fe38600f797e4e080226872aed12bb4ccd06e687941c7a08",
    "0086_proposals_end.py": "6dec5565cb0f111c0ca813b3097db5359e9c5a0296362fb9811292fdf4b33eb7",
    "0093_a_member_is_one_of_two.py": "9e2993546768a063732f450d4c480509dec6ebf3705b11fb6e0247e92151c6f9",
    "0097_spares.py": "7597e52c67a2289fb08419bfa2d043b4271277d402fa08e07438b36f4ba4a79b",
    "0098_movements.py": "aa554b134ee12c229fd4936a0398b239c72e244f3ddbb7d65444804e02c74aea",
    "0109_tablet_checks.py": "42324ea8561a697d306b39d416753ec4f488a646a3ca2b7b78992657a0bf0c37",
    "0110_published_once.py": "066e9f8fabbce3e623c005ab13ccacac7331399c35f9ea46d32d0060b77ccb2c",
    "0111_results_stay.py": "e45ae16516d7895da7be9e7454ddba6348b0a7168e6eb99f5abec076199b44c2",
    "0112_votes_in_the_box.py": "3dd4c8c5f9c77ae7d66c3812a9fd13493c896f66a85b319f98138368a807a175",
    "0120_session_ends.py": "88f86f4afe3006cc3eda817c7b450402a71f2757573106ae898ae935c252e918",
    "0121_cars.py": "17d3ecda1b60a0169f5a3e5cac70d7ad564992fd0ca52e7750123b85b14f9f42",
    "0127_paper_checks.py": "0ebfa45fc2afd1a4c20afe34e8dcaae1e520c6e6bef1b554377a2004af8fe3c2",
    "0131_stays_published.py": "a06fed4f898219a02e9abcd9843333d5f09fa246bee9fdd75025b161240dcf53",
    "0131_tablets_tell_codes.py": "efc160e84b7da94d39964055911c4f977b3f0907a0219a4f6b60a05fa1df7e2e",
    "0132_accounts_asked.py": "6a24ce991b070abbfb0c910a8918a0a56ea34ed7bdc0a950b13c7e3397257f39",
    "0139_entries_from_a_file.py": "8c5e27295e09a06e63ad6c2d14e954f0eb80d5dec6540496517fd46e7afe8f81",
    "0149_who_ruled_does_not_look.py": "3b0786df55f574c9b5c3945dad361387d18cbd45130e6730edd67b24374a6667",
    "0150_looks_again.py": "076b8fbcada61e276d2a40c4eae2d6f1152ebb2c211f9b5a25224d891d92fd5f",
    "0151_other_codes_decided.py": "0944e0caf1a8072975c08416e2aff24759993012ba262c957631063ad4c3d36f",
    "0166_result_corrections.py": "c8f3009c55d7c104ea6fe08bce29de36f95e93349029d66b717383650216bddb",
    "0167_post.py": "3717cb76c89baf03d2b47c06bbd7d25fd98ffc57374b2f7a46b77d1877bee95e",
    "0167_undone_in_a_correction.py": "39266c79cd4843953268ce8a6b4f3f3b235de57b7c00657b98987aad935a7193",
    "0172_public_times.py": "efd3c3d0e3ab147d26519cbad3b18e1b477a0f260a5ad62c04d89219be9a07b3",
    "0173_cards_alone.py": "ea452c4e00096c086d1677981b13e81b6345a2322624c446d74905f72b8feb99",
    "0173_cards_without_a_network.py": "838bc09817b433443c9963b605d71b5d6dba45866519ceaacaaded85266dd27a",
    "0174_objections.py": "05cb9493cdb42d20dbef75c080ef660cda436ba0a6af74e61d4622f032c51b56",
    "0175_offer_answers.py": "eb43e98d77710b19e0714de33ebf9fdffc41c20742d087da97da47edaaa6b93c",
    "0178_departures.py": "2b2040aaa00fcef51d40544a57f17246bdd3d02010788eb66e1d8b58dccc4d22",
    "0181_text_translations.py": "104139fc111a162cad58a5309d31a03340f808c31cb6e53c69a142dda16de814",
    "0182_translations_are_checked.py": "0f8c1acaf140258d25c00a408915217842416a9280969644e483d491c4be3254",
    "0184_papers_found_late.py": "0ffc274f2761c96d263fe952e9216cb79bbb7b2af7803252fd5e49868891e325",
}


def faults(found: dict[str, str]) -> list[str]:
    """Files that are not as they were merged, are gone, or are not in the list yet."""
    return [
        f"{name}: a migration that others may have run is never edited; write a new one"
        if name in AS_MERGED
        else f'{name} is new: add "{name}": "{found[name]}"'
        for name in sorted({*found, *AS_MERGED})
        if found.get(name) != AS_MERGED.get(name)
    ]


def test_no_migration_was_edited_after_it_was_merged():
    expect_none(faults({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in VERSIONS.glob("*.py")}))


def test_this_guard_sees_one_that_was_edited_removed_or_added():
    first, *rest = AS_MERGED
    assert faults(dict(AS_MERGED)) == []
    assert "never edited" in faults({**AS_MERGED, first: "another"})[0]
    assert "never edited" in faults({name: AS_MERGED[name] for name in rest})[0]
    assert "is new" in faults({**AS_MERGED, "9999_more.py": "its hash"})[0]
