"""The gateway's tests that need only an app, in a sandbox that a real OpenHands has started."""

from __future__ import annotations

import pytest

from tests.gateway.test_cookies import (
    test_a_cookie_stays_with_its_app,
    test_a_nameless_cookie_is_dropped,
    test_a_path_too_long_for_browsers_leaves_no_other,
    test_each_of_several_cookies_stays_with_its_app,
    test_no_app_receives_or_sets_the_session,
    test_on_the_path_route_an_app_receives_cookies_of_apps_alone,
    test_on_the_subdomain_an_app_keeps_its_names,
)
from tests.gateway.test_forwarded_headers import (
    test_an_app_receives_its_public_address,
    test_an_invalid_scheme_of_the_edge_is_ignored,
    test_no_other_forwarding_header_is_the_clients,
    test_of_several_scheme_headers_the_first_is_the_clients,
    test_of_several_schemes_the_first_is_the_clients,
    test_the_edge_is_trusted_for_the_clients_address_and_scheme,
)
from tests.gateway.test_identity_headers import (
    test_an_app_never_learns_who_the_user_is,
    test_headers_of_an_apps_own_api_do,
    test_no_identity_header_reaches_an_app,
)
from tests.gateway.test_long_headers import (
    test_a_long_cookie_of_a_client_delays_nobody,
    test_a_long_header_of_an_app_delays_nobody,
)
from tests.gateway.test_origin import (
    test_a_websocket_to_an_app_comes_from_its_conversation_or_the_main_site,
    test_other_requests_to_an_apps_own_host_are_the_apps_to_judge,
)
from tests.gateway.test_ownership import (
    test_a_nul_byte_in_the_header_is_no_http,
)
from tests.gateway.test_redirect_escapes import (
    test_a_redirect_of_a_path_without_its_slash_stays_in_the_route,
)
from tests.gateway.test_redirects import (
    test_a_gateway_at_another_port_keeps_it,
    test_a_redirect_stays_on_the_path_route,
    test_a_redirect_stays_on_the_subdomain,
    test_the_first_of_two_location_headers_is_used,
)
from tests.gateway.test_refresh import (
    test_a_refresh_stays_on_the_route_of_the_app,
)
from tests.gateway.test_request_cookies import (
    test_the_main_sites_cookies_in_several_headers_stay_with_it,
)
from tests.gateway.test_request_headers import (
    test_all_other_headers_arrive_unchanged,
)
from tests.gateway.test_response_headers import (
    test_a_document_on_the_path_route_has_no_origin,
    test_a_tab_does_not_hide_such_a_type,
    test_a_type_is_not_guessed_on_the_path_route,
    test_headers_of_an_agent_server_pass,
    test_headers_that_act_beyond_an_origin_are_dropped,
    test_headers_that_act_on_an_origin_are_dropped_on_the_path_route,
    test_no_answer_has_parts_with_headers_of_their_own,
    test_no_app_reads_dockers_api_through_nginx,
    test_only_the_subdomain_asks_for_a_password,
)
from tests.gateway.test_routes import (
    test_a_conversation_is_32_lower_case_hex_digits,
    test_a_form_that_is_posted_there_arrives,
    test_a_host_name_in_upper_case_with_a_port_and_a_final_dot,
    test_a_path_route_without_its_slash_is_sent_there,
    test_a_port_in_a_host_name_is_a_number_from_1_to_65535,
    test_a_port_is_a_number_from_1_to_65535,
    test_a_target_that_names_another_host_than_the_header_is_refused,
    test_a_target_with_its_host_is_a_path,
    test_dockers_api_cannot_be_asked,
    test_other_host_names_are_not_served,
    test_over_tls,
    test_ports_that_never_speak_http_are_refused,
    test_the_path_arrives_byte_for_byte_by_the_path_route,
    test_the_path_arrives_byte_for_byte_by_the_subdomain,
)
from tests.gateway.test_smuggling import (
    test_a_broken_request_line_is_refused,
    test_a_host_named_twice_is_refused,
    test_an_ambiguous_request_is_refused,
    test_each_request_of_a_connection_is_judged_by_itself,
    test_line_breaks_in_a_path_stay_encoded,
    test_no_host_is_refused,
)
from tests.gateway.test_status import (
    test_a_refused_status_is_explained,
    test_an_answer_without_a_status_line_of_http_is_cut_off,
    test_an_upload_that_expects_100_continue_is_answered,
    test_the_status_line_is_written_by_the_gateway,
)
from tests.gateway.test_vscode import (
    test_a_file_whose_conversation_is_unknown_is_not_found,
    test_each_quality_of_vs_code,
    test_the_page_that_asks_tells_whose_it_is,
)
from tests.gateway.test_websocket import (
    test_a_post_asks_for_no_websocket,
    test_a_request_that_asks_for_no_websocket_gets_none,
    test_a_request_that_asks_for_no_websocket_reaches_the_app_without_upgrade,
    test_a_websocket_opens,
    test_an_answer_that_declines_offers_no_other_upgrade,
    test_an_app_that_does_not_complete_the_handshake_is_answered_with_502,
)

pytestmark = [pytest.mark.slow, pytest.mark.proxy]

# pytest collects what is imported.
__all__ = [
    "test_a_broken_request_line_is_refused",
    "test_a_conversation_is_32_lower_case_hex_digits",
    "test_a_cookie_stays_with_its_app",
    "test_a_document_on_the_path_route_has_no_origin",
    "test_a_file_whose_conversation_is_unknown_is_not_found",
    "test_a_form_that_is_posted_there_arrives",
    "test_a_gateway_at_another_port_keeps_it",
    "test_a_host_name_in_upper_case_with_a_port_and_a_final_dot",
    "test_a_host_named_twice_is_refused",
    "test_a_long_cookie_of_a_client_delays_nobody",
    "test_a_long_header_of_an_app_delays_nobody",
    "test_a_nameless_cookie_is_dropped",
    "test_a_nul_byte_in_the_header_is_no_http",
    "test_a_path_route_without_its_slash_is_sent_there",
    "test_a_path_too_long_for_browsers_leaves_no_other",
    "test_a_port_in_a_host_name_is_a_number_from_1_to_65535",
    "test_a_port_is_a_number_from_1_to_65535",
    "test_a_post_asks_for_no_websocket",
    "test_a_redirect_of_a_path_without_its_slash_stays_in_the_route",
    "test_a_redirect_stays_on_the_path_route",
    "test_a_redirect_stays_on_the_subdomain",
    "test_a_refresh_stays_on_the_route_of_the_app",
    "test_a_refused_status_is_explained",
    "test_a_request_that_asks_for_no_websocket_gets_none",
    "test_a_request_that_asks_for_no_websocket_reaches_the_app_without_upgrade",
    "test_a_tab_does_not_hide_such_a_type",
    "test_a_target_that_names_another_host_than_the_header_is_refused",
    "test_a_target_with_its_host_is_a_path",
    "test_a_type_is_not_guessed_on_the_path_route",
    "test_a_websocket_opens",
    "test_a_websocket_to_an_app_comes_from_its_conversation_or_the_main_site",
    "test_all_other_headers_arrive_unchanged",
    "test_an_ambiguous_request_is_refused",
    "test_an_answer_that_declines_offers_no_other_upgrade",
    "test_an_answer_without_a_status_line_of_http_is_cut_off",
    "test_an_app_never_learns_who_the_user_is",
    "test_an_app_receives_its_public_address",
    "test_an_app_that_does_not_complete_the_handshake_is_answered_with_502",
    "test_an_invalid_scheme_of_the_edge_is_ignored",
    "test_an_upload_that_expects_100_continue_is_answered",
    "test_dockers_api_cannot_be_asked",
    "test_each_of_several_cookies_stays_with_its_app",
    "test_each_quality_of_vs_code",
    "test_each_request_of_a_connection_is_judged_by_itself",
    "test_headers_of_an_agent_server_pass",
    "test_headers_of_an_apps_own_api_do",
    "test_headers_that_act_beyond_an_origin_are_dropped",
    "test_headers_that_act_on_an_origin_are_dropped_on_the_path_route",
    "test_line_breaks_in_a_path_stay_encoded",
    "test_no_answer_has_parts_with_headers_of_their_own",
    "test_no_app_reads_dockers_api_through_nginx",
    "test_no_app_receives_or_sets_the_session",
    "test_no_host_is_refused",
    "test_no_identity_header_reaches_an_app",
    "test_no_other_forwarding_header_is_the_clients",
    "test_of_several_scheme_headers_the_first_is_the_clients",
    "test_of_several_schemes_the_first_is_the_clients",
    "test_on_the_path_route_an_app_receives_cookies_of_apps_alone",
    "test_on_the_subdomain_an_app_keeps_its_names",
    "test_only_the_subdomain_asks_for_a_password",
    "test_other_host_names_are_not_served",
    "test_other_requests_to_an_apps_own_host_are_the_apps_to_judge",
    "test_over_tls",
    "test_ports_that_never_speak_http_are_refused",
    "test_the_edge_is_trusted_for_the_clients_address_and_scheme",
    "test_the_first_of_two_location_headers_is_used",
    "test_the_main_sites_cookies_in_several_headers_stay_with_it",
    "test_the_page_that_asks_tells_whose_it_is",
    "test_the_path_arrives_byte_for_byte_by_the_path_route",
    "test_the_path_arrives_byte_for_byte_by_the_subdomain",
    "test_the_status_line_is_written_by_the_gateway",
]
